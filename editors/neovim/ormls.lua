-- A client of ormls, the language server of the ORM, for Neovim 0.7 and later.
local M = {}

local clients = {} -- by root directory, the id of the running client

-- root returns the directory of the module or workspace that a file belongs to.
local function root(path)
  local dir = vim.fn.fnamemodify(path, ':p:h')
  for _, name in ipairs { 'go.work', 'go.mod' } do
    local found = vim.fn.findfile(name, dir .. ';')
    if found ~= '' then
      return vim.fn.fnamemodify(found, ':p:h')
    end
  end
  return dir
end

-- attach connects a buffer with the server of its module, which it starts if it does not run.
function M.attach(buffer, options)
  options = options or {}
  local path = vim.api.nvim_buf_get_name(buffer)
  if path == '' then
    return nil
  end
  local dir = root(path)
  local id = clients[dir]
  if not id or not vim.lsp.get_client_by_id(id) then
    local settings = vim.empty_dict()
    if options.dialects then
      settings.dialects = options.dialects
    end
    id = vim.lsp.start_client {
      name = 'ormls',
      cmd = options.cmd or { 'ormls' },
      root_dir = dir,
      init_options = settings,
      capabilities = options.capabilities,
      on_attach = options.on_attach,
    }
    clients[dir] = id
  end
  if id then
    vim.lsp.buf_attach_client(buffer, id)
  end
  return id
end

-- setup attaches every Go buffer, now and later. Options: dialects, a list; cmd, the command line of the server;
-- capabilities and on_attach as for vim.lsp.start_client.
function M.setup(options)
  local group = vim.api.nvim_create_augroup('ormls', { clear = true })
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    pattern = 'go',
    callback = function(event)
      M.attach(event.buf, options)
    end,
  })
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) and vim.bo[buffer].filetype == 'go' then
      M.attach(buffer, options)
    end
  end
end

return M

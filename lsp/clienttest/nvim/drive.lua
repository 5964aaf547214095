-- Drives the language server from headless Neovim through the client in editors/neovim, alone or beside gopls.
-- Environment: ORMLS, the program; CLIENT, the directory of the client; DIR, the module; GOPLS, a program or empty.
-- Prints a line for each step and ends Neovim with status 0 if all were as they should be; if it fails with an
-- error, what runs it must end Neovim.
package.path = vim.env.CLIENT .. '/?.lua;' .. package.path
local dir = vim.env.DIR
local gopls = vim.env.GOPLS or ''

local function say(...)
  io.stdout:write(table.concat({ ... }, ' '), '\n')
end

local function fail(...)
  say('FAIL', ...)
  vim.cmd 'cquit 1'
end

local function check(ok, ...)
  if not ok then
    fail(...)
  end
end

local function wait(what, condition)
  if not vim.wait(90000, condition, 10) then
    fail('waited in vain for', what)
  end
end

-- What each client published last, by buffer.
local published = {}
local show = vim.lsp.handlers['textDocument/publishDiagnostics']
vim.lsp.handlers['textDocument/publishDiagnostics'] = function(err, result, ctx, config)
  local client = vim.lsp.get_client_by_id(ctx.client_id)
  published[client.name .. ' ' .. result.uri] = result.diagnostics
  return show(err, result, ctx, config)
end

vim.cmd 'filetype off'
require('ormls').setup { cmd = { vim.env.ORMLS, '--stdio' }, dialects = { 'sqlite', 'postgresql' } }

-- open edits a file as a user would and returns its buffer.
local function open(name)
  vim.cmd('edit ' .. vim.fn.fnameescape(dir .. '/' .. name))
  vim.bo.filetype = 'go'
  return vim.api.nvim_get_current_buf()
end

-- client returns the client of that name on a buffer.
local function client(buffer, name)
  for _, c in pairs(vim.lsp.buf_get_clients(buffer)) do
    if c.name == name then
      return c
    end
  end
end

-- place returns the position of a piece of text in a buffer, in UTF-16, some bytes after its start.
local function place(buffer, needle, after)
  for i, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    local from = line:find(needle, 1, true)
    if from then
      local _, utf16 = vim.str_utfindex(line, from - 1 + (after or 0))
      return { line = i - 1, character = utf16 }, i - 1, from - 1
    end
  end
  fail('no', needle)
end

-- replace changes a piece of text in a buffer.
local function replace(buffer, from, to)
  local _, row, col = place(buffer, from)
  vim.api.nvim_buf_set_text(buffer, row, col, row, col + #from, { to })
end

-- ask sends a request to all servers of a buffer and returns the results by the name of the server.
local function ask(buffer, method, params)
  params.textDocument = vim.lsp.util.make_text_document_params(buffer)
  local answers, err = vim.lsp.buf_request_sync(buffer, method, params, 20000)
  check(answers, method, err or '')
  local by_name = {}
  for id, answer in pairs(answers) do
    by_name[vim.lsp.get_client_by_id(id).name] = answer.result
  end
  return by_name
end

local function hover(buffer, position)
  local by_name = ask(buffer, 'textDocument/hover', { position = position })
  local text = {}
  for name, result in pairs(by_name) do
    text[name] = result.contents and (result.contents.value or result.contents) or nil
  end
  return text
end

local function has(text, part)
  check(text and text:find(part, 1, true), ('%q is not in %q'):format(part, text or 'nothing'))
end

local buffer = open 'models.go'
local queries = open 'queries.go'
vim.cmd 'buffer models.go'
wait('the client to attach', function() return client(buffer, 'ormls') ~= nil end)
if gopls ~= '' then
  local id = vim.lsp.start_client { name = 'gopls', cmd = { gopls }, root_dir = dir }
  vim.lsp.buf_attach_client(buffer, id)
  vim.lsp.buf_attach_client(queries, id)
  wait('gopls', function() return client(buffer, 'gopls') ~= nil and client(buffer, 'gopls').initialized end)
end
check(client(buffer, 'ormls').id == client(queries, 'ormls').id, 'two buffers of a module have two servers')
say 'ok attach'

local function findings(b)
  return published['ormls ' .. vim.uri_from_bufnr(b)]
end
wait('the first findings', function() return findings(buffer) and findings(queries) end)
check(#findings(buffer) == 0 and #findings(queries) == 0, vim.inspect(findings(buffer)), vim.inspect(findings(queries)))
say 'ok no findings'

local text = hover(buffer, place(buffer, 'Name string', 1))
has(text.ormls, 'VARCHAR(50)')
has(text.ormls, 'users.name')
if gopls ~= '' then
  has(text.gopls, 'field Name string')
  check(not text.ormls:find('field Name string', 1, true), 'gopls is repeated')
end
say 'ok hover on a field'

text = hover(queries, place(queries, 'q.All', 3))
has(text.ormls, 'SELECT users.id')
has(text.ormls, 'postgresql')
say 'ok hover on a query'

text = hover(queries, place(queries, 'Twice(s', 1))
check(text.ormls == nil, 'a hover where there is nothing to say')
say 'ok silence elsewhere'

replace(buffer, 'size:50', 'sise:50')
wait('a finding', function()
  return #findings(buffer) == 1 and findings(buffer)[1].message:find('sise', 1, true) and #vim.diagnostic.get(buffer) >= 1
end)
local finding = findings(buffer)[1]
has(finding.message, 'sise')
local start = place(buffer, 'sise')
check(finding.range.start.line == start.line and finding.range.start.character <= start.character
  and finding.range['end'].character >= start.character + 4, vim.inspect(finding.range))
say('ok finding', finding.code)

local actions = ask(buffer, 'textDocument/codeAction', {
  range = finding.range, context = { diagnostics = { finding }, only = { 'quickfix' } },
}).ormls
check(actions and actions[1], 'no quick fix')
vim.lsp.util.apply_workspace_edit(actions[1].edit, 'utf-16')
place(buffer, 'size:50')
wait('the finding to go', function() return #findings(buffer) == 0 end)
say 'ok quick fix'

replace(buffer, 'cascade:all,delete-orphan', 'cascade:')
local list = ask(buffer, 'textDocument/completion', { position = place(buffer, 'cascade:', 8) }).ormls
local labels = {}
for _, item in ipairs(list and list.items or {}) do
  labels[item.label] = true
end
check(labels['all'] and labels['delete-orphan'], vim.inspect(labels))
replace(buffer, 'cascade:', 'cascade:all,delete-orphan')
say 'ok completion'

local id = client(buffer, 'ormls').id
vim.lsp.stop_client(id)
wait('the server to end', function() return vim.lsp.client_is_stopped(id) end)
say 'ok stop'
vim.cmd 'qall!'

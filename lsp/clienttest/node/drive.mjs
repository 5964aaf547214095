// Drives the language server as VS Code's own client library does, alone and beside gopls.
// Usage: node drive.mjs <ormls> <directory> [gopls]
// Prints a line for each step and ends with status 0 if all were as they should be.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createRequire } from 'node:module'

const { createMessageConnection, StreamMessageReader, StreamMessageWriter, CancellationTokenSource } =
  createRequire(import.meta.url)('vscode-jsonrpc/node')

const [ormls, dir, gopls] = process.argv.slice(2)

// Server is one language server with what it has published.
class Server {
  constructor(name, command, args) {
    this.name = name
    this.process = spawn(command, args, { cwd: dir, stdio: ['pipe', 'pipe', 'ignore'] })
    this.exited = new Promise(resolve => this.process.on('exit', resolve))
    this.connection = createMessageConnection(
      new StreamMessageReader(this.process.stdout), new StreamMessageWriter(this.process.stdin))
    this.published = new Map()
    this.waiting = []
    this.progress = []
    this.asked = []
    this.connection.onNotification('textDocument/publishDiagnostics', p => {
      this.published.set(p.uri, p)
      this.waiting = this.waiting.filter(w => !w())
    })
    this.connection.onNotification('$/progress', p => this.progress.push(p.value))
    this.connection.onNotification(() => {})
    this.connection.onRequest('workspace/configuration', p => {
      this.asked.push(p)
      return p.items.map(() => null)
    })
    this.connection.onRequest('window/workDoneProgress/create', () => null)
    this.connection.onRequest('client/registerCapability', p => { this.asked.push(p); return null })
    this.connection.listen()
  }

  initialize(options) {
    return this.connection.sendRequest('initialize', {
      processId: process.pid, rootUri: pathToFileURL(dir).href,
      workspaceFolders: [{ uri: pathToFileURL(dir).href, name: 'blog' }],
      capabilities: {
        workspace: { configuration: true, didChangeWatchedFiles: { dynamicRegistration: true }, workspaceEdit: { documentChanges: true } },
        window: { workDoneProgress: true },
        textDocument: {
          hover: { contentFormat: ['markdown'] },
          publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true, dataSupport: true },
          codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
        },
      },
      initializationOptions: options,
    }).then(async result => {
      await this.connection.sendNotification('initialized', {})
      return result
    })
  }

  // diagnostics waits until those of a document satisfy the condition.
  diagnostics(uri, ok, what) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(
        `${this.name}: waited in vain for ${what}; has ${JSON.stringify(this.published.get(uri))}`)), 90000)
      const check = () => {
        const p = this.published.get(uri)
        if (!p || !ok(p.diagnostics, p)) return false
        clearTimeout(timer)
        resolve(p)
        return true
      }
      if (!check()) this.waiting.push(check)
    })
  }

  async stop() {
    await this.connection.sendRequest('shutdown')
    await this.connection.sendNotification('exit')
    return this.exited
  }
}

// Doc is a document open in one or more servers.
class Doc {
  constructor(name) {
    this.path = join(dir, name)
    this.uri = pathToFileURL(this.path).href
    this.text = readFileSync(this.path, 'utf8')
    this.version = 1
  }
  // at returns the position of a piece of text, or of what stands some characters after it.
  at(needle, offset = 0) {
    const i = this.text.indexOf(needle)
    assert.notEqual(i, -1, `no ${needle} in ${this.path}`)
    const before = this.text.slice(0, i + offset)
    const line = before.split('\n').length - 1
    return { line, character: before.length - (before.lastIndexOf('\n') + 1) }
  }
  async open(...servers) {
    for (const s of servers) {
      await s.connection.sendNotification('textDocument/didOpen',
        { textDocument: { uri: this.uri, languageId: 'go', version: this.version, text: this.text } })
    }
  }
  // replace changes one piece of text by a range edit.
  async replace(from, to, ...servers) {
    const start = this.at(from)
    const end = this.at(from, from.length)
    this.text = this.text.replace(from, () => to)
    this.version++
    for (const s of servers) {
      await s.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: this.uri, version: this.version }, contentChanges: [{ range: { start, end }, text: to }],
      })
    }
  }
  // apply makes the edits of a code action, which name the version that they are for.
  apply(edit) {
    for (const change of edit.documentChanges.filter(c => c.textDocument.uri === this.uri)) {
      assert.equal(change.textDocument.version, this.version)
      const lines = this.text.split('\n')
      const offset = p => lines.slice(0, p.line).reduce((n, l) => n + l.length + 1, 0) + p.character
      const edits = [...change.edits].sort((a, b) => offset(b.range.start) - offset(a.range.start))
      let text = this.text
      for (const e of edits) text = text.slice(0, offset(e.range.start)) + e.newText + text.slice(offset(e.range.end))
      return text
    }
    assert.fail('no edit of this document')
  }
  pos(position) { return { textDocument: { uri: this.uri }, position } }
}

const hover = async (server, doc, position) => {
  const h = await server.connection.sendRequest('textDocument/hover', doc.pos(position))
  return h && (h.contents.value ?? h.contents)
}
const labels = async (server, doc, position) => {
  const r = await server.connection.sendRequest('textDocument/completion', doc.pos(position))
  return (r?.items ?? r ?? []).map(i => i.label)
}
const step = async (name, body) => { await body(); console.log('ok', name) }

const server = new Server('ormls', ormls, ['--stdio'])
const servers = [server]
const models = new Doc('models.go')
const queries = new Doc('queries.go')
let caps

await step('initialize', async () => {
  caps = (await server.initialize({ dialects: ['sqlite', 'postgresql'] })).capabilities
  assert.equal(caps.hoverProvider, true)
  assert.equal(caps.positionEncoding, 'utf-16')
  assert.equal(caps.renameProvider, undefined, 'what is not answered is not offered')
})
if (gopls) {
  await step('gopls beside it', async () => {
    servers.push(new Server('gopls', gopls, ['serve']))
    await servers[1].initialize({})
  })
}
const other = servers[1]

await step('no findings in code that is right', async () => {
  await models.open(...servers)
  await queries.open(...servers)
  await server.diagnostics(models.uri, d => d.length === 0, 'an empty list')
  await server.diagnostics(queries.uri, d => d.length === 0, 'an empty list')
})

await step('hover on a mapped field', async () => {
  const text = await hover(server, models, models.at('Name string', 1))
  assert.match(text, /users\.name/)
  assert.match(text, /VARCHAR\(50\)/)
  assert.match(text, /NOT NULL/)
  if (other) {
    const theirs = await hover(other, models, models.at('Name string', 1))
    assert.match(theirs, /field Name string/)
    assert.doesNotMatch(text, /field Name string/, 'what gopls says is not said again')
  }
})

await step('hover on a relationship', async () => {
  const text = await hover(server, models, models.at('Addresses orm.List', 2))
  assert.match(text, /addresses\.user_id = users\.id|users\.id = addresses\.user_id/)
  assert.match(text, /delete-orphan/)
})

await step('hover on a query', async () => {
  const text = await hover(server, queries, queries.at('q.All', 3))
  assert.match(text, /SELECT users\.id/)
  assert.match(text, /LIMIT/)
  assert.match(text, /sqlite/i)
  assert.match(text, /postgresql/i)
  assert.match(text, /\$1/)
  assert.match(text, /prefix/)
  assert.match(text, /limit > 0/, 'the variants say when')
})

await step('a query that cannot be known', async () => {
  const text = await hover(server, queries, queries.at('order(orm.Select(Users)).All', 26))
  assert.match(text, /unknown: /)
  assert.doesNotMatch(text, /SELECT/)
})

await step('nothing where gopls answers', async () => {
  for (const place of [queries.at('Twice(s'), queries.at('context.Context', 9), models.at('package blog', 9)]) {
    assert.equal(await hover(server, queries, place), null)
  }
  assert.deepEqual(await labels(server, queries, queries.at('return q.All', 9)), [])
})

await step('completion in a tag', async () => {
  await models.replace('`orm:"size:12"`', '`orm:"', ...servers)
  const options = await labels(server, models, models.at('`orm:"\n', 6))
  for (const want of ['size', 'column', 'fk']) assert.ok(options.includes(want), `${want} in ${options}`)
  await models.replace('`orm:"\n', '`orm:"fk:\n', ...servers)
  const targets = await labels(server, models, models.at('`orm:"fk:\n', 9))
  for (const want of ['users.id', 'addresses.id']) assert.ok(targets.includes(want), `${want} in ${targets}`)
  await models.replace('`orm:"fk:\n', '`orm:"size:12"`\n', ...servers)
  await models.replace('cascade:all,delete-orphan', 'cascade:', ...servers)
  const cascades = await labels(server, models, models.at('cascade:', 8))
  for (const want of ['all', 'save-update', 'delete-orphan']) assert.ok(cascades.includes(want), `${want} in ${cascades}`)
  await models.replace('cascade:', 'cascade:all,delete-orphan', ...servers)
  await models.replace('order_by:ID', 'order_by:', ...servers)
  const attrs = await labels(server, models, models.at('order_by:', 9))
  assert.ok(attrs.includes('Email') && !attrs.includes('Password'), `attributes of the target: ${attrs}`)
  await models.replace('order_by:', 'order_by:ID', ...servers)
})

let bad
await step('a finding in an unsaved buffer', async () => {
  await models.replace('`orm:"size:50"`', '`orm:"sise:50"`', ...servers)
  const p = await server.diagnostics(models.uri, (d, p) => d.length > 0 && p.version === models.version, 'a finding')
  bad = p.diagnostics[0]
  assert.match(bad.message, /sise/)
  assert.match(bad.message, /size/)
  assert.match(String(bad.code), /^ORM\d+$/)
  assert.equal(bad.range.start.line, models.at('sise').line)
  assert.ok(bad.range.start.character <= models.at('sise').character && bad.range.end.character >= models.at('sise', 4).character,
    `${JSON.stringify(bad.range)} holds the word behind an emoji`)
  assert.equal(p.version, models.version)
})
if (other) {
  await step('gopls does not say it too', async () => {
    await new Promise(resolve => setTimeout(resolve, 1500))
    const theirs = other.published.get(models.uri)?.diagnostics ?? []
    assert.ok(!theirs.some(d => d.message === bad.message))
  })
}

await step('a quick fix for an option', async () => {
  const actions = await server.connection.sendRequest('textDocument/codeAction',
    { textDocument: { uri: models.uri }, range: bad.range, context: { diagnostics: [bad] } })
  assert.ok(actions?.length >= 1, JSON.stringify(actions))
  assert.match(models.apply({ documentChanges: actions[0].edit.documentChanges.map(c => ({ ...c, textDocument: { ...c.textDocument, version: models.version } })) }), /orm:"size:50"/)
  await models.replace('`orm:"sise:50"`', '`orm:"size:50"`', ...servers)
  await server.diagnostics(models.uri, (d, p) => d.length === 0 && p.version === models.version, 'the finding to go')
})

await step('a quick fix for the descriptor', async () => {
  await models.replace('	Password  orm.NullTextAttr[string]\n', '', ...servers)
  const p = await server.diagnostics(models.uri,
    (d, p) => p.version === models.version && d.some(x => /Password/.test(x.message)), 'a missing line')
  const d = p.diagnostics.find(x => /Password/.test(x.message))
  const actions = await server.connection.sendRequest('textDocument/codeAction',
    { textDocument: { uri: models.uri }, range: d.range, context: { diagnostics: [d], only: ['quickfix'] } })
  const fixed = models.apply(actions[0].edit)
  assert.match(fixed, /Password\s+orm\.NullTextAttr\[string\]/)
  const before = models.text
  await models.replace(before, fixed, ...servers)
  await server.diagnostics(models.uri, (x, p) => x.length === 0 && p.version === models.version, 'the finding to go')
})

await step('half-typed code', async () => {
  const whole = queries.text
  for (const cut of [30, 60, 120, 200, 300, 400]) {
    await queries.replace(queries.text, whole.slice(0, cut), server)
    await hover(server, queries, { line: 3, character: 2 })
    await labels(server, queries, { line: 3, character: 2 })
  }
  await queries.replace(queries.text, whole, server)
  assert.match(await hover(server, queries, queries.at('q.All', 3)), /SELECT users\.id/)
})

await step('two thousand edits in order', async () => {
  const before = queries.text
  await queries.replace('// Twice', '// 0', server)
  for (let i = 1; i <= 2000; i++) await queries.replace(`// ${i - 1} has`, `// ${i} has`, server)
  await queries.replace('// 2000 has', '// Twice has', server)
  assert.equal(queries.text.replace('// Twice', ''), before.replace('// Twice', '').replace('// 0', ''))
  assert.match(await hover(server, queries, queries.at('q.All', 3)), /SELECT users\.id/)
})

await step('strange messages', async () => {
  const c = server.connection
  await c.sendNotification('$/unheard', { a: 1 })
  await c.sendNotification('no/such')
  await c.sendNotification('textDocument/didChange', { textDocument: 7 })
  await assert.rejects(c.sendRequest('no/such/request', {}), e => e.code === -32601)
  await assert.rejects(c.sendRequest('textDocument/hover', { textDocument: 'x' }), e => e.code === -32602)
  const source = new CancellationTokenSource()
  const cancelled = c.sendRequest('textDocument/hover', queries.pos({ line: 0, character: 0 }), source.token).catch(e => e)
  source.cancel()
  await cancelled
  assert.match(await hover(server, queries, queries.at('q.All', 3)), /SELECT users\.id/)
})

await step('what the server asked for', async () => {
  assert.ok(server.asked.some(p => p.items?.[0].section === 'ormls'), 'its settings')
  assert.ok(server.asked.some(p => p.registrations?.[0].method === 'workspace/didChangeWatchedFiles'), 'to be told of files')
  const shown = kind => server.progress.some(v => v.kind === kind)
  for (const limit = Date.now() + 90000; !shown('end') && Date.now() < limit;) { // what was asked for may not have ended on a slow machine
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  assert.ok(shown('begin') && shown('end'), 'to show progress')
})

await step('shutdown', async () => {
  assert.equal(await server.stop(), 0)
  if (other) await other.stop()
})

await step('exit without shutdown', async () => {
  const rude = new Server('ormls', ormls, [])
  await rude.initialize({})
  await rude.connection.sendNotification('exit')
  assert.equal(await rude.exited, 1)
})
process.exit(0)

// The VS Code client of ormls: it starts the server for Go files and hands it the settings.
'use strict'

const vscode = require('vscode')
const { LanguageClient, TransportKind } = require('vscode-languageclient/node')

let client

function create() {
  const settings = vscode.workspace.getConfiguration('ormls')
  const run = { command: settings.get('path') || 'ormls', transport: TransportKind.stdio }
  return new LanguageClient('ormls', 'ormls', { run, debug: run }, {
    documentSelector: [{ scheme: 'file', language: 'go' }],
    initializationOptions: { dialects: settings.get('dialects') },
    synchronize: { configurationSection: 'ormls' },
  })
}

async function restart() {
  if (client) await client.stop()
  client = create()
  await client.start()
}

exports.activate = async context => {
  context.subscriptions.push(vscode.commands.registerCommand('ormls.restart', restart))
  await restart()
}

exports.deactivate = () => client && client.stop()

// The part of the API of Microsoft's Python extension that selects interpreters. It starts with
// that of the folder `selected`, and knows no environments but those that are there.
const { existsSync } = require('node:fs');
const vscode = require('vscode');

exports.activate = () => {
  const [folder] = vscode.workspace.workspaceFolders;
  const changed = new vscode.EventEmitter();
  let active = vscode.Uri.joinPath(folder.uri, 'selected/bin/python').fsPath;
  return {
    ready: Promise.resolve(),
    environments: {
      getActiveEnvironmentPath: () => ({ id: active, path: active }),
      onDidChangeActiveEnvironmentPath: changed.event,
      resolveEnvironment: async ({ id, path }) => {
        if (!existsSync(path)) return undefined;
        return { id, path, executable: { uri: vscode.Uri.file(path) } };
      },
      updateActiveEnvironmentPath: async (path) => {
        active = path;
        changed.fire({ id: path, path, resource: folder });
      },
    },
  };
};

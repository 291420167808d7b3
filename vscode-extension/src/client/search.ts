import * as path from 'node:path';
import {
  l10n,
  ProgressLocation,
  window,
  workspace,
  type ExtensionContext,
  type LogOutputChannel,
} from 'vscode';
import { readBundle } from '../environment/bundle';
import type { FillOptions } from '../environment/fill';
import { privateEnvironment } from '../environment/private_environment';
import { findServer, type FoundServer } from '../find/find_server';
import { pythonVariables } from '../processes/python_variables';
import { defaultInterpreterPath, interpreterSetting, serverPath } from './configuration';
import { selectedInterpreter } from './python_extension';

/** Finds the server of this workspace; what is made for that is shown, and can be cancelled. */
export async function searchServer(
  context: ExtensionContext,
  log: LogOutputChannel,
  abort: AbortController,
  making: () => void,
): Promise<FoundServer> {
  const scripts = path.join(context.extensionPath, 'python');
  const wheels = path.join(context.extensionPath, 'wheels');
  const common = { scripts, env: variables(), signal: abort.signal };
  const report = (line: string): void => {
    log.info(line);
  };
  return findServer({
    ...common,
    serverPath: serverPath(),
    setting: interpreterSetting(),
    selected: await selectedInterpreter(log, abort.signal),
    defaultPath: defaultInterpreterPath(),
    folders: foldersOnDisk(),
    trusted: workspace.isTrusted,
    platform: process.platform,
    log: report,
    environment: (found) =>
      privateEnvironment(found, {
        ...common,
        report,
        storage: context.globalStorageUri.fsPath,
        bundle: readBundle(wheels),
        wheels,
        making: (work) => {
          making();
          return withProgress(work, { ...common, report }, abort);
        },
      }),
  });
}

/** A workspace may have others beside them, such as those of a repository on a web site. */
function foldersOnDisk(): string[] {
  const uris = (workspace.workspaceFolders ?? []).map((folder) => folder.uri);
  return uris.filter(({ scheme }) => scheme === 'file').map((uri) => uri.fsPath);
}

/** Variables of Pythons that are asked or install something; the proxy of VS Code is passed on. */
function variables(): NodeJS.ProcessEnv {
  const variables = pythonVariables(process.env);
  const proxy = workspace.getConfiguration('http').get<string>('proxy');
  const isSet = ['PIP_PROXY', 'HTTPS_PROXY', 'https_proxy'].some((name) => variables[name]);
  if (proxy && !isSet) variables['HTTPS_PROXY'] = proxy;
  return variables;
}

function withProgress<T>(
  work: (options: FillOptions) => Promise<T>,
  options: FillOptions,
  abort: AbortController,
): Promise<T> {
  const settings = {
    location: ProgressLocation.Notification,
    title: l10n.t('tclsp: making its own environment'),
    cancellable: true,
  };
  const started = window.withProgress(settings, (progress, token) => {
    token.onCancellationRequested(() => {
      abort.abort();
    });
    const report = (line: string): void => {
      options.report(line);
      progress.report({ message: line.slice(0, 100) });
    };
    return work({ ...options, report });
  });
  return Promise.resolve(started);
}

const KEY = 'tclsp.mismatchesSaid';

/** What outlasts the window: VS Code's `Memento`. */
export interface Memory {
  get<T>(key: string, otherwise: T): T;
  update(key: string, value: unknown): PromiseLike<void>;
}

/**
 * Whether the server has another version than the extension, and this pair was not asked about
 * before. Workspaces can have servers of different versions: every pair is remembered.
 */
export async function isNewMismatch(
  extension: string,
  server: string | null,
  memory: Memory,
): Promise<boolean> {
  if (server === null || server === extension) return false;
  const pair = `${extension} ${server}`;
  const said = memory.get<readonly string[]>(KEY, []);
  if (said.includes(pair)) return false;
  await memory.update(KEY, [...said, pair]);
  return true;
}

// Which language servers run.
import { execFile } from 'node:child_process';

/** The processes of language servers below a process, by their ids. */
export async function languageServers(pid) {
  const listing = await new Promise((resolve, reject) => {
    const args = ['-e', '-o', 'pid=,ppid=,args='];
    execFile('ps', args, { maxBuffer: 1 << 24 }, (error, out) =>
      error ? reject(error) : resolve(out),
    );
  });
  const processes = listing.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
    return match ? [{ pid: +match[1], parent: +match[2], args: match[3] }] : [];
  });
  const below = new Set([pid]);
  for (let grown = 0; grown !== below.size;) {
    grown = below.size;
    for (const one of processes) if (below.has(one.parent)) below.add(one.pid);
  }
  const isServer = ({ pid: id, args }) => below.has(id) && args.includes('-m tclsp server');
  return processes.filter(isServer).map((one) => one.pid);
}

/** Why there is no server; what is shown for each stands in `client/failure_messages.ts`. */
export type FailureKind =
  | 'path-missing'
  | 'path-broken'
  | 'interpreter-broken'
  | 'no-python'
  | 'download-failed'
  | 'storage-failed'
  | 'unpack-failed'
  | 'verify-failed'
  | 'locked';

export class Failure extends Error {
  constructor(
    readonly kind: FailureKind,
    /** A path, or what was found instead: the part of the message that differs each time. */
    readonly detail: string,
    /** What a program printed, for the log. */
    readonly output = '',
  ) {
    super(`${kind}: ${detail}`);
  }
}

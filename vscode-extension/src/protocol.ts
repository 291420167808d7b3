// The server's own requests, as docs/protocol.md describes them.
import { RequestType, RequestType0, type Location } from 'vscode-languageclient';

export interface ExplainAnswerParams {
  readonly text: string;
  readonly service?: string;
}
export interface ExplainAnswerResult {
  readonly success: boolean;
  readonly code: string | null;
  readonly message: string | null;
  readonly requestId: string | null;
  /** Markdown. */
  readonly explanation: string;
  readonly handled: readonly Location[];
}
export const explainAnswer = new RequestType<ExplainAnswerParams, ExplainAnswerResult, void>(
  'tclsp/explainAnswer',
);

export interface CodesParams {
  readonly service?: string;
  readonly family?: string;
  readonly query?: string;
}
export interface CodeItem {
  readonly kind: 'service' | 'family' | 'code';
  readonly name: string;
  readonly meaning: string;
  readonly handled: number;
  readonly unhandled: boolean;
  readonly children: number;
}
export interface CodesResult {
  readonly items: readonly CodeItem[];
  readonly incomplete: boolean;
}
export const codes = new RequestType<CodesParams, CodesResult, void>('tclsp/codes');

export interface HandledParams {
  readonly code: string;
  readonly service?: string;
}
export interface HandledResult {
  readonly handled: readonly { readonly location: Location; readonly code: string }[];
  readonly unhandled: readonly {
    readonly location: Location;
    readonly service: string;
    readonly action: string;
  }[];
}
export const handled = new RequestType<HandledParams, HandledResult, void>('tclsp/handled');

export interface StateResult {
  readonly version: string;
  readonly catalogue: { readonly zh: string; readonly en: string };
  readonly python: { readonly version: string; readonly executable: string };
  readonly sdk: { readonly version: string; readonly folder: string } | null;
  readonly documentedPairs: number;
  readonly folders: readonly string[];
  readonly files: number;
  readonly positionEncoding: string;
  readonly diagnostics: 'pull' | 'push';
}
export const state = new RequestType0<StateResult, void>('tclsp/state');

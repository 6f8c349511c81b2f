import type { Artifact } from '../entities';
import type { Json, JsonObject } from '../json';

/**
 * What a repeat of a tool call would do. `pure`: nothing, it only computes. `idempotent`: the same again,
 * for it gets `key` and acts once per key. `unsafe`: maybe a second effect, so a started attempt whose outcome
 * is unknown is never repeated.
 */
export type Repeat = 'pure' | 'idempotent' | 'unsafe';

/**
 * A tool that agents and `tool` steps call. One file each; `activities/tools/index.ts` lists the built-in ones.
 * Arguments may have 256 KiB and a result 4 MiB of JSON; what is larger is an error that the model reads.
 */
export interface ToolDefinition {
  id: string;
  description: string;
  /** JSON Schema of the arguments; they are validated before `run`. */
  inputSchema: JsonObject;
  /** JSON Schema of the result; one that does not fit is an error that the model reads, after the tool has run. */
  outputSchema?: JsonObject;
  repeat: Repeat;
  /** How long one attempt may take, a duration such as `30s`; 60 s when absent. An attempt that takes longer is given up. */
  timeout?: string;
  /**
   * Does it. `arguments` fit the schema. Throws {@link ToolError} for a failure whose outcome is certain (nothing
   * happened, or what happened is the answer); any other error of an `unsafe` tool leaves its outcome unknown.
   */
  run(toolArguments: JsonObject, context: ToolContext): Promise<Json>;
}

export interface ToolContext {
  executionId: string;
  organizationId: string;
  /** `<executionId>/<callId>`: the same on every attempt of this call. */
  key: string;
  /** Aborts on cancel, on timeout and at shutdown. */
  signal: AbortSignal;
  artifacts: Artifacts;
}

/**
 * The files of an execution. A name is letters, digits, `.`, `_` and `-`, at most 128, and does not begin with a dot;
 * a file has at most 10 MiB, an execution 100 files and 100 MiB. Whatever breaks a rule is a {@link ToolError}.
 */
export interface Artifacts {
  /**
   * Keeps a file, durable when this resolves. A name is written once: again by the same call it is the same write
   * (what was kept stays), by another call the error `artifact_exists`. The default media type is
   * `application/octet-stream`; a text is written as UTF-8, by default as `text/plain`.
   */
  write(name: string, content: Uint8Array | string, mediaType?: string): Promise<Artifact>;
  /** The bytes of a file that any call of this execution has kept; null when there is none. */
  read(name: string): Promise<Uint8Array | null>;
  /** By name. */
  list(): Promise<Artifact[]>;
}

/** A tool's certain failure; the model reads `message`. */
export class ToolError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ToolError';
    this.code = code;
  }
}

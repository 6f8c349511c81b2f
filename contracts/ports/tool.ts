import type { Json, JsonObject } from '../json';

/**
 * What a repeat of a tool call would do. `pure`: nothing, it only computes. `idempotent`: the same again,
 * for it gets `key` and acts once per key. `unsafe`: maybe a second effect, so a started attempt whose outcome
 * is unknown is never repeated.
 */
export type Repeat = 'pure' | 'idempotent' | 'unsafe';

/** A tool that agents and `tool` steps call. One file each; `activities/tools/index.ts` lists them. */
export interface ToolDefinition {
  id: string;
  description: string;
  /** JSON Schema of the arguments; they are validated before `run`. */
  inputSchema: JsonObject;
  repeat: Repeat;
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

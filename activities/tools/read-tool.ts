import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { compileFunction } from 'node:vm';
import type * as Compiler from 'esbuild';
import { z } from 'zod';
import { HANDOFF_TOOL_PREFIX } from '../../contracts/constants';
import * as entry from '../../contracts/define-tool';
import { duration, jsonSchema, toolId } from '../../contracts/fields';
import type { ToolDefinition } from '../../contracts/ports/tool';
import { checkSchema } from '../../expressions/json-schema';

/** The name under which a tool's file imports {@link entry}, wherever the file lies. */
const ENTRY_NAME = 'agent-studio/tools';

const schema = jsonSchema.superRefine((value, context) => {
  for (const { path, message } of checkSchema(value, '')) context.addIssue(`not a JSON Schema${path && ` at ${path}`}: ${message}`);
});

const tool = z.object({
  id: toolId.refine((id) => !id.startsWith(HANDOFF_TOOL_PREFIX), `not beginning with ${HANDOFF_TOOL_PREFIX}, which is for handoffs`),
  description: z.string().min(1, 'tell the model what the tool does').max(4_000),
  inputSchema: schema,
  outputSchema: schema.optional(),
  repeat: z.enum(['pure', 'idempotent', 'unsafe']),
  timeout: duration.optional(),
  run: z.custom<ToolDefinition['run']>((value) => typeof value === 'function', 'write a function'),
});

/** A tool's file that cannot be used; `message` is one sentence that names it. */
export class ToolFileError extends Error {
  constructor(file: string, reason: string, options?: { cause?: unknown }) {
    super(`The tool file ${file} cannot be used: ${reason}; correct it or take it out of the folder`, options);
    this.name = 'ToolFileError';
  }
}

/** Compiles and runs a tool's file and gives its default export. Throws {@link ToolFileError}. */
export async function readTool(file: string, compiler: typeof Compiler): Promise<ToolDefinition> {
  const exported = run(file, await compile(file, compiler));
  const checked = tool.safeParse(exported);
  if (checked.success) return checked.data;
  if (typeof exported !== 'object' || exported === null) throw new ToolFileError(file, 'it has no default export made with defineTool');
  const mistakes = checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new ToolFileError(file, mistakes.join(', '));
}

/** What the file imports from its own folder becomes part of it; packages are looked up where it lies. */
async function compile(file: string, { build }: typeof Compiler): Promise<string> {
  try {
    const { outputFiles } = await build({
      absWorkingDir: dirname(file),
      entryPoints: [file],
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      // So that all that it imports comes through the `require` it is given.
      supported: { 'dynamic-import': false },
      sourcemap: 'inline',
      write: false,
      logLevel: 'silent',
    });
    return outputFiles[0]?.text ?? '';
  } catch (cause) {
    const [first] = (cause as Compiler.BuildFailure).errors ?? [];
    if (first === undefined) throw cause;
    const place = first.location === null ? '' : ` (${first.location.file}, line ${first.location.line})`;
    throw new ToolFileError(file, `${first.text}${place}`, { cause });
  }
}

/** The classes of the entry are ours, so that an error it throws is known for what it is. */
function run(file: string, code: string): unknown {
  const requireThere = createRequire(file);
  const load = (name: string): unknown => (name === ENTRY_NAME ? entry : requireThere(name));
  const made: { exports: { default?: unknown } } = { exports: {} };
  try {
    compileFunction(code, ['module', 'exports', 'require', '__filename', '__dirname'], { filename: file })(
      made,
      made.exports,
      load,
      file,
      dirname(file),
    );
  } catch (cause) {
    // No `instanceof`: a file may throw anything.
    const [reason] = String((cause as Partial<Error> | null)?.message ?? cause).split('\n');
    throw new ToolFileError(file, `it threw while it was loaded (${reason})`, { cause });
  }
  return made.exports.default;
}

import { ApplicationFailure } from '@temporalio/activity';
import type { ActivityInput, InputSource } from '../contracts/activities';
import type { Json } from '../contracts/json';
import type { Fact, StartRecord } from '../contracts/plan';
import type { ExecutionStore } from '../contracts/ports/execution-store';
import { renderTemplate, renderValue, type Scope, TemplateError, templateReferences, toText } from '../expressions/template';

/** Reads for a step what came before it: its input text, and the names that its templates use. */
export interface StepInput {
  /** The text a step gets: its template rendered, else the output of the call named, else the execution's input. */
  text(input: ActivityInput, start: StartRecord, step: { path: string; template?: string; source: InputSource }): Promise<string>;
  /** A value with its templates rendered. */
  value(input: ActivityInput, start: StartRecord, step: { path: string; value: Json }): Promise<Json>;
}

export function createStepInput(executions: ExecutionStore): StepInput {
  /** Facts that ride in the input are not in the store yet, so they are asked first. */
  async function outputOf(facts: Fact[], start: StartRecord, stepPath: string) {
    const riding = facts.findLast((fact) => fact.type === 'stepCompleted' && fact.stepPath === stepPath);
    const { organizationId, executionId } = start;
    const callId = riding?.type === 'stepCompleted' ? riding.output : await executions.getStepOutput(organizationId, executionId, stepPath);
    return callId === undefined || callId === null ? null : executions.getOutput(organizationId, executionId, callId);
  }

  async function scopeOf(facts: Fact[], start: StartRecord, path: string, ids: string[]): Promise<Scope> {
    const steps: Scope['steps'] = {};
    for (const id of ids) {
      for (const enclosing of ancestorsOf(path)) {
        const output = await outputOf(facts, start, `${enclosing}/${id}`);
        if (output === null) continue;
        steps[id] = output;
        break;
      }
    }
    return { input: start.input, steps };
  }

  return {
    async text({ facts }, start, { path, template, source }) {
      if (template !== undefined) {
        return rendering(async () => renderTemplate(template, await scopeOf(facts, start, path, stepsRead(template))));
      }
      if (source.call === undefined) return toInputText(start.input);
      const output = await executions.getOutput(start.organizationId, start.executionId, source.call);
      return output?.text ?? '';
    },

    async value({ facts }, start, { path, value }) {
      return rendering(async () => {
        const ids = stringsIn(value).flatMap((template) => stepsRead(template));
        return renderValue(value, await scopeOf(facts, start, path, ids));
      });
    },
  };
}

/** The text that the root gets from the execution's input (contract §3). */
export function toInputText(input: Json): string {
  if (input !== null && typeof input === 'object' && !Array.isArray(input)) {
    const [only, ...others] = Object.entries(input);
    if (only !== undefined && others.length === 0 && ['text', 'message', 'topic'].includes(only[0])) return toText(only[1]);
  }
  return toText(input);
}

/** `a/b/c` lies in `a/b`, then `a`. */
function ancestorsOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, parts.length - 1 - index).join('/'));
}

function stepsRead(template: string): string[] {
  return templateReferences(template).flatMap(([name, id]) => (name === 'steps' && typeof id === 'string' ? [id] : []));
}

function stringsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(stringsIn) : [];
}

async function rendering<T>(render: () => Promise<T>): Promise<T> {
  try {
    return await render();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw ApplicationFailure.create({ type: 'template_failed', message: error.message, nonRetryable: true, cause: error });
  }
}

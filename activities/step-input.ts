import type { InputSource } from '../contracts/activities';
import type { Output } from '../contracts/entities';
import type { Json } from '../contracts/json';
import type { StartRecord } from '../contracts/plan';
import type { ConcurrentStep } from '../contracts/steps';
import { ExpressionError } from '../expressions/expression';
import type { Scope } from '../expressions/scope';
import { renderTemplate, renderValue, TemplateError, templateReferences, toText } from '../expressions/template';
import { TookTooLong } from '../expressions/within-time';
import { type Lineage, type Place, traceStep } from './lineage';
import { finalFailure } from './running-call';
import type { Asking, StepOutputs } from './step-outputs';

/** Reads for a step what came before it: its input text, and the names that its templates and expressions use. */
export interface StepInput {
  /** The text that a source names: a template of the plan rendered, another call's output, or the execution's input. */
  text(of: Asking, start: StartRecord, lineage: Lineage, source: InputSource): Promise<string>;
  /** A value with its templates rendered. */
  value(of: Asking, start: StartRecord, lineage: Lineage, value: Json): Promise<Json>;
  /** What an expression at this place reads, for the names it uses. */
  scope(of: Asking, start: StartRecord, lineage: Lineage, names: readonly (readonly (string | number)[])[]): Promise<Scope>;
}

export function createStepInput(outputs: StepOutputs): StepInput {
  async function scope(of: Asking, start: StartRecord, lineage: Lineage, names: readonly (readonly (string | number)[])[]): Promise<Scope> {
    const ids = names.flatMap(([name, id]) => (name === 'steps' && typeof id === 'string' ? [id] : []));
    const steps: Scope['steps'] = {};
    for (const id of new Set(ids)) {
      const found = await findOutput(of, lineage, id);
      if (found !== null) steps[id] = found;
    }
    return Object.assign(
      { input: start.input, steps },
      ...(await Promise.all(lineage.places.map((place, index) => repeatedNames(of, lineage.places[index - 1], place)))),
    );
  }

  async function findOutput(of: Asking, { places }: Lineage, id: string): Promise<Output | null> {
    for (const { path } of places.toReversed()) {
      const output = await outputs.output(of, `${path}/${id}`);
      if (output !== null) return output;
    }
    return null;
  }

  /** What the body of a `map` or a `loop` may read. */
  async function repeatedNames(of: Asking, parent: Place | undefined, { repetition }: Place): Promise<Partial<Scope>> {
    if (parent === undefined || repetition === undefined) return {};
    if (parent.step.type === 'loop') return { iteration: repetition };
    if (parent.step.type !== 'map') return {};
    const index = repetition - 1;
    return { index, [parent.step.as]: await outputs.memberOfCall(of, `${parent.path}:items`, index) };
  }

  async function sourceText(of: Asking, start: StartRecord, lineage: Lineage, { call, field, branches }: InputSource): Promise<string> {
    if (branches) return branchTexts(of, lineage);
    if (call === undefined) return toInputText(start.input);
    return field === undefined ? (await outputs.ofCall(of, call)).text : toText(await outputs.memberOfCall(of, call, field));
  }

  /** What an aggregator reads: the answers, each under its branch's id. */
  async function branchTexts(of: Asking, { here }: Lineage): Promise<string> {
    const { branches } = here.step as ConcurrentStep;
    const outcomes = await outputs.outcomes(
      of,
      branches.map(({ id }) => `${here.path}/${id}`),
    );
    const texts = outcomes.map(async (outcome) => {
      if (outcome?.status === 'failed') return `(failed: ${outcome.error.message})`;
      return outcome?.status === 'completed' ? (await outputs.ofCall(of, outcome.output)).text : '(no answer)';
    });
    return (await Promise.all(texts)).map((text, index) => `${branches[index]?.id}: ${text}`).join('\n\n');
  }

  return {
    scope,
    text: (of, start, lineage, source) =>
      understandably(async () => {
        if (source.inputOf === undefined) return sourceText(of, start, lineage, source);
        const edited = start.plan.inputs?.[source.inputOf];
        if (edited !== undefined) return toText(edited);
        const origin = traceStep(start.plan.root, source.inputOf);
        const template = origin.here.step.input ?? '';
        return renderTemplate(template, await scope(of, start, origin, templateReferences(template)));
      }),
    value: (of, start, lineage, value) =>
      understandably(async () =>
        renderValue(
          value,
          await scope(
            of,
            start,
            lineage,
            stringsIn(value).flatMap((text) => templateReferences(text)),
          ),
        ),
      ),
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

function stringsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(stringsIn) : [];
}

/** A definition's template or expression that cannot be computed fails the step; trying again would not help. */
export async function understandably<T>(compute: () => Promise<T>): Promise<T> {
  try {
    return await compute();
  } catch (error) {
    if (error instanceof TemplateError) throw finalFailure('template_failed', error.message, error);
    if (error instanceof ExpressionError) throw finalFailure('expression_failed', error.message, error);
    if (error instanceof TookTooLong) throw finalFailure('template_failed', error.message, error);
    throw error;
  }
}

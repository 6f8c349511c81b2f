import type { Json } from '../contracts/json';
import type { StartRecord } from '../contracts/plan';
import { type ExpressionResult, evaluateExpression, expressionReferences } from '../expressions/expression';
import type { Scope } from '../expressions/scope';
import type { Lineage } from './lineage';
import { type StepInput, understandably } from './step-input';
import type { Asking } from './step-outputs';

/** Evaluates an expression of a definition at the place where it stands. */
export interface Evaluator {
  evaluate(
    of: Asking,
    start: StartRecord,
    lineage: Lineage,
    what: { expression: string; result: ExpressionResult; more?: Partial<Scope> },
  ): Promise<Json>;
}

/** Names that any expression may use; what means nothing at a place is absent there, and reading it fails. */
const NAMES = ['input', 'steps', 'index', 'iteration', 'last', 'round'];

export function createEvaluator(stepInput: StepInput): Evaluator {
  return {
    evaluate: (of, start, lineage, { expression, result, more = {} }) =>
      understandably(async () => {
        const items = lineage.places.flatMap(({ step }) => (step.type === 'map' ? [step.as] : []));
        const names = expressionReferences(expression, [...NAMES, ...items]);
        return evaluateExpression(expression, { ...(await stepInput.scope(of, start, lineage, names)), ...more }, result);
      }),
  };
}

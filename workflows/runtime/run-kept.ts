import type { PlanStep } from '../../contracts/plan';
import { compensate } from './compensate';
import type { StepContext, StepResult } from './context';
import { runStep, type StepPlace } from './run-step';
import { canBeKept } from './step-failure';

/** Runs a step whose failure is kept beside what others gave, so that what had completed in it is undone at once. */
export async function runKept(context: StepContext, step: PlanStep, place: StepPlace = {}): Promise<StepResult> {
  try {
    return await runStep(context, step, place);
  } catch (error) {
    if (!canBeKept(error)) throw error;
    const name = place.repetition === undefined ? step.id : `${step.id}#${place.repetition}`;
    await compensate({ ...context, path: `${context.path}/${name}` }, context.execution.root, error.error);
    throw error;
  }
}

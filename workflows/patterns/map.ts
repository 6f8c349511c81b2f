import type { PlanStepOf } from '../../contracts/plan';
import { runBranches } from '../runtime/branches';
import { evaluate, type StepContext } from '../runtime/context';
import { runKept } from '../runtime/run-kept';
import type { Pattern } from '../runtime/run-step';
import { completedOnTape, runStep } from '../runtime/run-step';

/** Which items are done: all before `next`, and those of `beyond`. */
interface MapState {
  next: number;
  beyond: number[];
}

/** The body for every item of a list, `maxParallel` at once. */
export const map: Pattern<'map'> = async (context, step) => {
  const { path, tape } = context;
  const { callId: items, digest } = await evaluate({ ...context, closing: undefined }, 'items', { type: 'items' });
  const count = digest.count ?? 0;
  const id = `${path}:done`;
  const state = tape.get<MapState>(id) ?? { next: 0, beyond: [] };
  tape.set(id, state);
  takeCompleted(context, step, state, count);
  const beyond = new Set(state.beyond);
  const open = Array.from({ length: count }, (_, index) => index).filter((index) => index >= state.next && !beyond.has(index));
  const limits = { count: open.length, maxParallel: step.maxParallel, onFailure: step.onFailure };
  const run = step.onFailure === 'collect' ? runKept : runStep;
  await runBranches(context, limits, async (strand, position) => {
    const index = open[position] ?? 0;
    const input = { call: items, field: String(index) };
    try {
      await run({ ...context, strand, input }, step.body, { repetition: index + 1 });
    } finally {
      // What became of it is in the store; here it is only done.
      markDone(state, index);
      tape.forget(`${path}/${step.body.id}#${index + 1}`);
    }
  });
  const output = await evaluate(context, 'output', { type: 'branches', repetitions: count });
  return { output: output.callId, closed: output.digest.closed };
};

/** What a fork has of the items, all at once: thousands of them one by one would be too much for one workflow task. */
function takeCompleted({ path, tape }: StepContext, step: PlanStepOf<'map'>, state: MapState, count: number): void {
  const prefix = `${step.body.id}#`;
  // Most runs begin with none on the tape, and with thousands that are done.
  const known = tape.namesBelow(path).flatMap((name) => (name.startsWith(prefix) ? [Number(name.slice(prefix.length)) - 1] : []));
  for (const index of known.sort((one, other) => one - other)) {
    const item = `${path}/${prefix}${index + 1}`;
    if (index < state.next || index >= count || completedOnTape(tape, item) === undefined) continue;
    markDone(state, index);
    tape.forget(item);
  }
}

function markDone(state: MapState, index: number): void {
  state.beyond.push(index);
  while (state.beyond.includes(state.next)) {
    state.beyond.splice(state.beyond.indexOf(state.next), 1);
    state.next++;
  }
}

import type { StepInput } from '../../../contracts/steps';
import type { EndedWork } from '../work';

/**
 * What had completed was undone, the newest first, each once; or the feed says which was not and why. `left`: it was
 * terminated, and may have got anywhere. Returns what is wrong.
 */
export function checkUndoing(root: StepInput, { execution, events }: EndedWork, { left }: { left: boolean }): string[] {
  const undoing = toUndoing(root);
  const begun = events.findIndex((event) => event.type === 'compensationStarted');
  const done = begun < 0 ? events : events.slice(0, begun);
  const due = done.flatMap((event) => {
    if (event.type !== 'stepCompleted') return [];
    const compensation = undoing.get(toId(event.stepPath));
    return compensation === undefined ? [] : [{ stepPath: event.stepPath, path: `${event.stepPath}/${compensation}` }];
  });
  const meant = due.toReversed().map(({ path }) => path);
  const ids = new Set(undoing.values());
  const pathsOf = (type: 'stepStarted' | 'stepCompleted') =>
    events.flatMap((event) => (event.type === type && ids.has(toId(event.stepPath)) ? [event.stepPath] : []));
  const [started, undone] = [pathsOf('stepStarted'), pathsOf('stepCompleted')];

  const isDue = !left && ['failed', 'cancelled'].includes(execution.status);
  const complaints: string[] = [];
  const expect = (what: string, found: string[], wanted: string[]) => {
    if (found.join() !== wanted.join()) complaints.push(`${what} [${found}], not [${wanted}]`);
  };
  expect('began to undo', started, isDue && !hasFailed() ? meant : meant.slice(0, started.length));
  if (!isDue) {
    if (!left && started.length > 0) complaints.push(`is ${execution.status} and has undone [${started}]`);
    return complaints;
  }
  const failure = events.find((event) => event.type === 'compensationFailed');
  if (failure === undefined) {
    expect('has undone', undone, meant);
    const completed = events.filter((event) => event.type === 'compensationCompleted').length;
    if (completed !== (due.length > 0 ? 1 : 0)) complaints.push(`says ${completed} times that it is undone`);
    return complaints;
  }
  const notStarted = due.toReversed().slice(started.length);
  expect('has undone', undone, meant.slice(0, started.length - 1));
  expect(
    'says that it left',
    failure.notStarted,
    notStarted.map(({ stepPath }) => stepPath),
  );
  if (execution.status !== 'failed') complaints.push(`ended as ${execution.status} although a compensation failed`);
  return complaints;

  function hasFailed(): boolean {
    return events.some((event) => event.type === 'compensationFailed');
  }
}

/** By the id of a step the id of its compensation. */
function toUndoing(step: StepInput): Map<string, string> {
  const inner = step.type === 'sequential' ? step.steps : step.type === 'map' ? [step.body] : [];
  const own: [string, string][] = step.compensate === undefined ? [] : [[step.id, step.compensate.id]];
  return new Map([...own, ...inner.flatMap((one) => [...toUndoing(one)])]);
}

/** The id of the step at a path. */
function toId(stepPath: string): string {
  return (stepPath.split('/').at(-1) ?? '').split('#')[0] ?? '';
}

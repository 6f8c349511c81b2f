import { ApplicationFailure, CancellationScope, CancelledFailure, continueAsNew, isCancellation } from '@temporalio/workflow';
import type { ChildStart, Ending, OutsideStart, TapePage, WorkflowInput, WorkflowResult } from '../../contracts/plan';
import { type SentInput, toRunArguments, withRoot } from '../../contracts/sent-input';
import { awaitedChildren, hearChildren, noteEnded, tellParent } from './child';
import { undo, undoingOnTape } from './compensate';
import type { ExecutionParts, StepResult } from './context';
import { withDeadline } from './deadline';
import { Gate } from './gate';
import { prepareInput } from './prepare-input';
import { readTape } from './read-tape';
import { receiveLetters } from './receive-letters';
import { runStep } from './run-step';
import { BUDGET_EXHAUSTED, isExhausted, StepFailure } from './step-failure';
import { Story } from './story';
import type { Strand } from './strand';
import { Tape } from './tape';
import { tellWaiting } from './tell-waiting';
import { Waits } from './waits';
import { createStrand, writeFacts } from './write-facts';

/**
 * Runs an execution from its first fact to its terminal event, and ends the Temporal workflow as that event says.
 * A long one continues as new: the next run walks the same tree and takes from the tape what is done.
 */
export async function runExecution(input: SentInput | OutsideStart | ChildStart, ...more: (string | TapePage)[]): Promise<WorkflowResult> {
  const pieces = more.filter((one) => typeof one === 'string');
  const pages = more.filter((one) => typeof one !== 'string');
  const tape = new Tape(pages);
  const gate = Gate.closing();
  const mailbox = receiveLetters(tape, gate);
  hearChildren(tape);
  const execution = isSent(input) ? withRoot(input, pieces) : await prepareInput(input, 'execution · pin the definition');
  if (execution.tapePages !== undefined) tape.add(await readTape(execution, execution.tapePages));
  const strand = createStrand(execution);
  if (pages.length === 0 && execution.tapePages === undefined) strand.record({ type: 'executionStarted' });
  const parts = { execution, strand, tape, gate, mailbox, waits: new Waits(gate), story: new Story() };
  void tellWaiting(parts);
  const root = runRoot(parts);
  // A cancelled run does not continue as new, for the next would not be cancelled; what it undoes may take longer.
  const scope = CancellationScope.current();
  const mayContinue = () => !scope.consideredCancelled || undoingOnTape(tape) !== undefined;
  let ending = await Promise.race([root, gate.drained(mayContinue)]);
  while (!ending) {
    // Nothing of the next run may be published before what this one knows.
    const { endedChildren } = await writeFacts(execution, 'execution · record what happened', strand.allPending(), awaitedChildren(tape));
    noteEnded(tape, endedChildren);
    if (mayContinue()) await continueAsNew<typeof runExecution>(...toRunArguments({ ...execution, tapePages: undefined }, tape.toPages()));
    ending = await Promise.race([root, gate.drained(mayContinue)]);
  }
  const standing = 'closed' in ending ? ending : await close(execution, strand, ending);
  await tellParent(execution);
  switch (standing.status) {
    case 'completed':
      return { output: standing.output };
    case 'cancelled':
      throw new CancelledFailure('The execution was cancelled');
    default:
      throw ApplicationFailure.create({ type: standing.error.code, message: standing.error.message, nonRetryable: true });
  }
}

function isSent(input: SentInput | OutsideStart | ChildStart): input is SentInput {
  return 'root' in input || 'rootPieces' in input;
}

async function runRoot(parts: ExecutionParts): Promise<Ending | ClosedEnding> {
  const { tape, execution } = parts;
  const undoing = undoingOnTape(tape);
  if (undoing !== undefined) return undo(parts, undoing);
  try {
    const run = () => runStep({ ...parts, input: {}, closing: [] }, execution.root, { last: true });
    const { output, closed } = await withinTime(execution, tape, run);
    return { status: 'completed', output, ...(closed && { closed }) };
  } catch (error) {
    if (isCancellation(error)) return undo(parts, { status: 'cancelled' });
    // A retry with a larger budget goes on from here, so nothing is undone.
    if (isExhausted(error)) return { status: 'budget_exhausted', error: error.error };
    if (error instanceof StepFailure) return undo(parts, { status: 'failed', error: error.error });
    // A defect of ours: Temporal fails the workflow task and tries again, so a mended build goes on from here.
    throw error;
  }
}

/** No step's path begins like this. */
const TIME_ID = '#time';

function withinTime({ timeBudgetMs }: WorkflowInput, tape: Tape, run: () => Promise<StepResult>): Promise<StepResult> {
  if (timeBudgetMs === undefined) return run();
  const message = `The execution did not end within its budget's time, ${timeBudgetMs} ms. Retry it with a larger budget`;
  const toFailure = () => new StepFailure({ code: BUDGET_EXHAUSTED, message });
  return withDeadline(tape, { id: TIME_ID, milliseconds: timeBudgetMs, toFailure }, run);
}

/** An ending that the last call has written with its answer. */
type ClosedEnding = Extract<Ending, { status: 'completed' }> & { closed: true };

/** The last flush returns the ending that stands in the store. */
async function close(execution: WorkflowInput, strand: Strand, ending: Ending): Promise<Ending> {
  return (await writeFacts(execution, 'execution · record the end', strand.allPending(), { ending })).ending ?? ending;
}

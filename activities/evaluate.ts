import type { EvaluateDigest, EvaluateInput, Question } from '../contracts/activities';
import type { Json } from '../contracts/json';
import type { EventContent } from '../contracts/letters';
import type { StartRecord } from '../contracts/plan';
import type { CommitEvaluation } from '../contracts/ports/journal-store';
import type { ConcurrentStep, HandoffStep, LoopStep, MapStep, RouteStep } from '../contracts/steps';
import { toText } from '../expressions/template';
import { collectBranches, countVotes, toCollected } from './branch-results';
import type { CallParts } from './call-parts';
import { decisionOf, toExpired } from './decided-call';
import type { ActivityDependencies } from './dependencies';
import { type Lineage, traceStep } from './lineage';
import { executionIdHere, finalFailure } from './running-call';
import type { Asking, StepOutputs } from './step-outputs';
import { type Handoff, toHandoffs } from './to-handoffs';

/** Time for all cases of a route together, well below the activity's own limit: Temporal would try that again for ever. */
const LONGEST_ROUTE_MS = 5_000;

type Evaluated = Pick<CommitEvaluation, 'output' | 'letter'> & { digest?: EvaluateDigest };

/** Works out what needs texts: conditions, lists, and the outputs of patterns. Its answer is in the journal, once. */
export function createEvaluate(
  { executions, live }: ActivityDependencies,
  { pinned, evaluator, stepInput }: CallParts,
  outputs: StepOutputs,
) {
  return async ({ organizationId, facts, callId, stepPath, question, closing }: EvaluateInput): Promise<EvaluateDigest> => {
    const executionId = executionIdHere();
    const known = await executions.getEntry(organizationId, executionId, callId);
    if (known !== null && facts.length === 0) return known.digest as EvaluateDigest;
    const start = await pinned.start(organizationId, executionId);
    const lineage = traceStep(start.plan.root, stepPath);
    const { output, letter, digest: answered } = await answer({ organizationId, executionId, facts }, start, lineage, question);
    const digest: EvaluateDigest = { ...answered, ...(closing && { closed: true }) };
    const evaluation = { callId, facts, digest: digest as Json, output, closing, letter };
    const entry = await executions.commitEvaluation(organizationId, executionId, evaluation);
    live.committed(executionId);
    return entry.digest as EvaluateDigest;
  };

  async function answer(of: Asking, start: StartRecord, lineage: Lineage, question: Question): Promise<Evaluated> {
    const { step, path } = lineage.here;
    switch (question.type) {
      case 'case':
        return { digest: { index: await findCase(of, start, lineage, step as RouteStep) }, output: { text: '' } };
      case 'items': {
        const items = (await evaluator.evaluate(of, start, lineage, { expression: (step as MapStep).over, result: 'list' })) as Json[];
        return { digest: { count: items.length }, output: { text: '', data: items } };
      }
      case 'until': {
        const more = { last: await outputs.ofCall(of, question.last), iteration: question.iteration };
        const holds = await evaluator.evaluate(of, start, lineage, { expression: (step as LoopStep).until, result: 'boolean', more });
        return { digest: { holds: holds === true }, output: { text: '' } };
      }
      case 'branches':
        return { output: await combine(of, path, step as ConcurrentStep | MapStep, question.repetitions ?? 0) };
      case 'chat': {
        const { rounds, stoppedBy, lastSpeaker, last } = question;
        return { output: { call: last, data: { rounds, stoppedBy, lastSpeaker } } };
      }
      case 'magentic': {
        const { last, rounds, replans, facts, plan } = question;
        const [known, planned] = await Promise.all([facts, plan].map((call) => outputs.ofCall(of, call)));
        return { output: { call: last, data: { rounds, replans, facts: known?.text ?? '', plan: planned?.text ?? '' } } };
      }
      case 'handoff': {
        const { last, agent } = question;
        const handoffs = toHandoffs(step as HandoffStep, path, question);
        return { output: { call: last, data: { agent, handoffs: await reasons(of, handoffs) } } };
      }
      case 'wait': {
        const { letter, input } = question;
        if (letter === undefined) return { output: { text: await stepInput.text(of, start, lineage, input) } };
        return { letter, output: await readEvent(of, letter) };
      }
      case 'approval': {
        const found = await executions.getApproval(of.organizationId, question.approvalId);
        if (found === null) throw finalFailure('plan_incomplete', `The approval ${question.approvalId} is missing`);
        const { decision, by, at, comment = '', form } = decisionOf(found, toExpired);
        const data = { decision, by, at, ...(form !== undefined && { form }) };
        return { digest: { holds: decision === 'approve' }, output: { text: comment, data } };
      }
      case 'loop': {
        const { iterations, stoppedBy, last } = question;
        const value = (await outputs.ofCall(of, last)).data ?? null;
        return { output: { call: last, data: { iterations, stoppedBy, value } } };
      }
    }
  }

  /** An event without a text reads as its payload does. */
  async function readEvent({ organizationId, executionId }: Asking, letter: number): Promise<{ text: string; data?: Json }> {
    const content = (await executions.readLetter(organizationId, executionId, letter)) as EventContent | null;
    if (content === null) throw finalFailure('plan_incomplete', `The letter ${letter} is missing`);
    const { text, payload } = content;
    return { text: text ?? toText(payload), data: payload };
  }

  async function findCase(of: Asking, start: StartRecord, lineage: Lineage, { cases }: RouteStep): Promise<number | null> {
    const until = performance.now() + LONGEST_ROUTE_MS;
    for (const [index, { when }] of cases.entries()) {
      if (performance.now() > until) {
        throw finalFailure('expression_failed', `The cases took more than ${LONGEST_ROUTE_MS} ms together; make them simpler or fewer`);
      }
      if ((await evaluator.evaluate(of, start, lineage, { expression: when, result: 'boolean' })) === true) return index;
    }
    return null;
  }

  async function combine(
    of: Asking,
    path: string,
    step: ConcurrentStep | MapStep,
    repetitions: number,
  ): Promise<CommitEvaluation['output']> {
    const ids =
      step.type === 'map'
        ? Array.from({ length: repetitions }, (_, index) => `${step.body.id}#${index + 1}`)
        : step.branches.map(({ id }) => id);
    const results = await collectBranches(
      of,
      outputs,
      ids.map((id) => `${path}/${id}`),
    );
    if (step.type === 'map') return toCollected(results, (_, index) => ({ index }));
    if (step.aggregate.type !== 'vote') return toCollected(results, (_, index) => ({ id: ids[index] ?? '' }));
    const vote = countVotes(results);
    if (vote === null) throw finalFailure('no_votes', 'No branch completed, so there is nothing to vote on');
    return { text: vote.winner, data: vote };
  }

  /** The reasons stand in the arguments of the handoff tools. */
  function reasons(of: Asking, handoffs: Handoff[]): Promise<Json[]> {
    return Promise.all(
      handoffs.map(async ({ from, to, call }): Promise<Json> => {
        const { reason } = ((await outputs.ofCall(of, call)).data ?? {}) as { reason?: Json };
        return reason === undefined ? { from, to } : { from, to, reason };
      }),
    );
  }
}

import { createHash } from 'node:crypto';
import type { ApprovalDigest, RequestApprovalInput, TendApprovalInput } from '../contracts/activities';
import type { ApprovalTerms } from '../contracts/approval-rules';
import type { Approval } from '../contracts/approvals';
import type { BudgetOverrun, TopUp } from '../contracts/budget';
import { toMilliseconds } from '../contracts/duration';
import type { JsonObject } from '../contracts/json';
import { DECIMAL_PATTERN } from '../contracts/money';
import type { NewApproval } from '../contracts/ports/approval-store';
import { toText } from '../expressions/template';
import { needsApproval, toArgumentsHash } from './approval-rule';
import type { AskedToolReader } from './asked-tool';
import { describeOverrun } from './begin-within-budget';
import type { CallParts } from './call-parts';
import type { ActivityDependencies } from './dependencies';
import { traceStep } from './lineage';
import { executionIdHere, finalFailure } from './running-call';

type Question = Omit<NewApproval, 'id' | 'stepPath' | 'assignees'>;

/** Puts a question to people into the store, once, with all that led to it. */
export function createRequestApproval(
  { executions, live }: ActivityDependencies,
  { pinned, stepInput }: Pick<CallParts, 'pinned' | 'stepInput'>,
  readAskedTool: AskedToolReader,
) {
  return async (input: RequestApprovalInput): Promise<ApprovalDigest> => {
    const { organizationId, stepPath, facts } = input;
    const executionId = executionIdHere();
    const question = await toQuestion(input, executionId);
    if (question === null) {
      await executions.appendFacts(organizationId, executionId, facts);
      live.committed(executionId);
      return {};
    }
    const id = toApprovalId(executionId, input.requestId);
    const standing = await executions.requestApproval(organizationId, executionId, { ...question, id, stepPath }, facts);
    if (standing === null) throw finalFailure('execution_ended', 'The execution has ended');
    live.committed(executionId);
    return toDigest(standing);
  };

  async function toQuestion(input: RequestApprovalInput, executionId: string): Promise<(Question & Pick<NewApproval, 'assignees'>) | null> {
    const { organizationId, stepPath, facts, call, inDoubt, topUp } = input;
    if (topUp !== undefined)
      return { ...toBudgetQuestion(topUp), ...toTerms({ ...(await readTerms(organizationId, topUp)), onTimeout: 'reject' }) };
    if (call !== undefined) return toToolQuestion({ ...input, call }, executionId, inDoubt === true);
    const start = await pinned.start(organizationId, executionId);
    const lineage = traceStep(start.plan.root, stepPath);
    const { step } = lineage.here;
    if (input.plan !== undefined) {
      const plan = await stepInput.text({ organizationId, executionId, facts }, start, lineage, { call: input.plan });
      const terms = step.type === 'magentic' && typeof step.planReview === 'object' ? step.planReview : {};
      return { kind: 'plan', prompt: `May the team of ${step.name ?? step.id} go on with this plan?\n\n${plan}`, ...toTerms(terms) };
    }
    if (step.type !== 'approval') throw finalFailure('plan_incomplete', `The step ${stepPath} asks nobody`);
    const prompt = toText(await stepInput.value({ organizationId, executionId, facts }, start, lineage, step.prompt));
    return { kind: 'step', prompt, form: step.form, ...toTerms(step) };
  }

  /** What the budget says about whom it asks, as it stands now. */
  async function readTerms(organizationId: string, { budgetOf, over }: TopUp): Promise<ApprovalTerms> {
    const budget =
      over.scope === 'execution'
        ? (await executions.get(organizationId, budgetOf))?.budget
        : (await executions.getOrganizationBudget(organizationId)).budget;
    return budget?.approval ?? {};
  }

  async function toToolQuestion(
    { call, ...input }: RequestApprovalInput & Required<Pick<RequestApprovalInput, 'call'>>,
    executionId: string,
    inDoubt: boolean,
  ) {
    const { definition, toolArguments, rule, caller } = await readAskedTool({ ...input, ...call }, executionId);
    const { callId, tool } = call;
    if (!inDoubt && !needsApproval(rule, definition, toolArguments)) return null;
    const about = {
      callId,
      tool,
      arguments: toolArguments,
      argumentsHash: toArgumentsHash(toolArguments),
      ...toTerms(rule ?? {}),
    };
    if (inDoubt) {
      const prompt = `A call of ${tool} began and nobody knows what it did; it is not repeated, for that might act twice. Find out whether it happened, and what it gave.`;
      // No answer is no reason to believe that it happened, or that it did not.
      return { ...about, kind: 'inDoubt' as const, prompt, onTimeout: rule?.timeout === undefined ? undefined : ('fail' as const) };
    }
    return { ...about, kind: 'tool' as const, prompt: `${caller} wants to call ${tool}`, argumentsSchema: definition?.inputSchema };
  }
}

/** How much more of what a budget has run out of; whoever answers gives it. */
function toBudgetQuestion({ budgetOf, over }: TopUp): Question {
  const { limited } = over;
  const asked = { budgetOf, ...over };
  const more = toAmountSchema(over);
  return {
    kind: 'budget',
    prompt: `${describeOverrun(over)}. How much more may be used?`,
    arguments: asked,
    argumentsHash: toArgumentsHash(asked),
    form: { type: 'object', properties: { [limited]: more }, required: [limited], additionalProperties: false },
  };
}

function toAmountSchema({ limited, currency }: BudgetOverrun): JsonObject {
  if (limited === 'cost') return { type: 'string', pattern: DECIMAL_PATTERN.source, title: `${currency} more` };
  if (limited === 'time')
    return { type: 'string', pattern: '^[1-9][0-9]{0,8}(ms|s|m|h|d)$', title: 'time from the decision on, such as 30m' };
  return { type: 'integer', minimum: 1, title: `${limited} more` };
}

/** Applies a deadline, or asks others too, unless it was decided before. */
export function createTendApproval({ executions, live }: ActivityDependencies) {
  return async ({ organizationId, facts, approvalId, what }: TendApprovalInput): Promise<void> => {
    const tend = what === 'expire' ? executions.expireApproval : executions.escalateApproval;
    await tend(organizationId, approvalId, facts);
    live.committed(executionIdHere());
  };
}

/** The same for the same request of the same execution, and nothing that could be guessed without knowing its id. */
function toApprovalId(executionId: string, requestId: string): string {
  return `apr_${createHash('sha256').update(`${executionId}\n${requestId}`).digest('base64url').slice(0, 24)}`;
}

function toTerms({ assignees = [], timeout, onTimeout = 'fail', escalation }: ApprovalTerms) {
  return {
    assignees,
    ...(timeout !== undefined && { timeoutMs: toMilliseconds(timeout), onTimeout }),
    ...(escalation !== undefined && { escalation: { afterMs: toMilliseconds(escalation.after), to: escalation.to } }),
  };
}

function toDigest({ id, argumentsHash, deadline, escalation }: Approval): ApprovalDigest {
  return {
    approvalId: id,
    ...(argumentsHash !== undefined && { hash: argumentsHash }),
    ...(deadline !== null && { deadline: Date.parse(deadline) }),
    ...(escalation !== undefined && { escalateAt: Date.parse(escalation.at) }),
  };
}

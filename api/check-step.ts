import { toMilliseconds } from '../contracts/duration';
import type { Tool } from '../contracts/entities';
import type { Json } from '../contracts/json';
import { toJsonPointer } from '../contracts/json-pointer';
import type { ProblemDetail } from '../contracts/problem';
import type { GroupChatStep, HandoffStep, MagenticStep, Step } from '../contracts/steps';
import { canBeName } from '../expressions/expression';
import { checkSchema, validateValue } from '../expressions/json-schema';
import { walkSteps } from '../plans/walk-steps';
import { checkAllTerms, checkApprovalRule, checkTerms } from './check-approval';
import { checkExpressionAt, checkTemplate, checkTemplates, type NameScope } from './check-names';
import { isTooLong, TIME_ALLOWED } from './longest-time';

/** The mistakes of one step that need no store: its times, templates, schema and tool. */
export function checkStep(step: Step, path: string, scope: NameScope, tools: readonly Tool[]): ProblemDetail[] {
  return [
    ...checkTimes(step, path),
    ...(step.type === 'wait' ? checkWait(step, path) : []),
    ...(step.input === undefined ? [] : checkTemplate(step.input, `${path}/input`, scope)),
    ...(step.type === 'agent' && step.output !== undefined ? checkSchema(step.output, `${path}/output`) : []),
    ...(step.type === 'tool' ? checkTool(step, path, scope, tools) : []),
    ...(step.type === 'tool' && step.approval !== undefined ? checkApprovalRule(step.approval, `${path}/approval`) : []),
    ...(step.type === 'approval' ? checkApproval(step, path, scope) : []),
    ...(step.type === 'magentic' && typeof step.planReview === 'object' ? checkAllTerms(step.planReview, `${path}/planReview`) : []),
    ...checkExpressions(step, path, scope),
    ...(step.compensate === undefined ? [] : checkCompensation(step.compensate, `${path}/compensate`)),
    ...('participants' in step ? checkParticipants(step, path) : []),
    ...(step.type === 'map' && (RESERVED_NAMES.includes(step.as) || !canBeName(step.as))
      ? [{ path: `${path}/as`, code: 'reserved_name', message: `${step.as} has a meaning of its own here; choose another name` }]
      : []),
  ];
}

function checkWait(step: Step & { type: 'wait' }, path: string): ProblemDetail[] {
  const { for: time, event, timeout } = step;
  if ((time === undefined) === (event === undefined)) {
    return [{ path, code: 'invalid_wait', message: 'Write either for, a time, or event, the name of an event' }];
  }
  if (time === undefined) return [];
  if (timeout !== undefined) {
    return [{ path: `${path}/timeout`, code: 'invalid_wait', message: 'A wait for a time ends by itself; leave timeout out' }];
  }
  return isTooLong(toMilliseconds(time)) ? [{ path: `${path}/for`, code: 'invalid_wait', message: TIME_ALLOWED }] : [];
}

function checkApproval(step: Step & { type: 'approval' }, path: string, scope: NameScope): ProblemDetail[] {
  return [
    ...checkTemplate(step.prompt, `${path}/prompt`, scope),
    ...(step.form === undefined ? [] : checkSchema(step.form, `${path}/form`)),
    ...checkTerms(step, path),
  ];
}

/** What undoes is not undone itself. */
function checkCompensation(undoing: Step, path: string): ProblemDetail[] {
  return [...walkSteps(undoing, path)].flatMap((placed) =>
    placed.step.compensate === undefined
      ? []
      : [{ path: `${placed.path}/compensate`, code: 'nested_compensate', message: 'A compensation cannot be compensated; take it out' }],
  );
}

const RESERVED_NAMES = ['input', 'steps', 'last', 'index', 'iteration', 'round'];

function checkExpressions(step: Step, path: string, scope: NameScope): ProblemDetail[] {
  const inside = (...names: string[]): NameScope => ({ ...scope, names: [...scope.names, ...names] });
  switch (step.type) {
    case 'route':
      return step.cases.flatMap(({ when }, index) => checkExpressionAt(when, `${path}/cases/${index}/when`, 'boolean', scope));
    case 'loop':
      return checkExpressionAt(step.until, `${path}/until`, 'boolean', inside('last', 'iteration'));
    case 'groupChat':
      return step.until === undefined ? [] : checkExpressionAt(step.until, `${path}/until`, 'boolean', inside('last', 'round'));
    case 'map':
      return checkExpressionAt(step.over, `${path}/over`, 'list', scope);
    default:
      return [];
  }
}

function checkParticipants(step: GroupChatStep | HandoffStep | MagenticStep, path: string): ProblemDetail[] {
  const ids = step.participants.map(({ id }) => id);
  const known = (id: string, at: string): ProblemDetail[] =>
    ids.includes(id) ? [] : [{ path: at, code: 'unknown_participant', message: `There is no participant ${id}` }];
  return [
    ...ids.flatMap((id, index) =>
      ids.indexOf(id) === index
        ? []
        : [{ path: `${path}/participants/${index}/id`, code: 'duplicate_id', message: `Another participant has the id ${id}` }],
    ),
    ...(step.type === 'handoff' ? known(step.start, `${path}/start`) : []),
    ...(step.type === 'handoff'
      ? Object.entries(step.routes ?? {}).flatMap(([from, targets]) => [
          ...known(from, `${path}/routes${toJsonPointer([from])}`),
          ...targets.flatMap((to, index) => known(to, `${path}/routes${toJsonPointer([from])}/${index}`)),
        ])
      : []),
  ];
}

/** Temporal refuses these when the step begins, which is too late. */
function checkTimes({ timeout, retry }: Step, path: string): ProblemDetail[] {
  const initial = retry?.initialInterval === undefined ? undefined : toMilliseconds(retry.initialInterval);
  const longest = retry?.maxInterval === undefined ? undefined : toMilliseconds(retry.maxInterval);
  const mistakes: ProblemDetail[] = [];
  if (timeout !== undefined && isTooLong(toMilliseconds(timeout))) {
    mistakes.push({ path: `${path}/timeout`, code: 'invalid_timeout', message: TIME_ALLOWED });
  }
  for (const [name, interval] of Object.entries({ initialInterval: initial, maxInterval: longest })) {
    if (interval !== undefined && isTooLong(interval)) {
      mistakes.push({ path: `${path}/retry/${name}`, code: 'invalid_retry', message: TIME_ALLOWED });
    }
  }
  if (initial !== undefined && longest !== undefined && longest < initial) {
    mistakes.push({ path: `${path}/retry/maxInterval`, code: 'invalid_retry', message: 'maxInterval must not be below initialInterval' });
  }
  return mistakes;
}

function checkTool(step: Step & { type: 'tool' }, path: string, scope: NameScope, tools: readonly Tool[]): ProblemDetail[] {
  const tool = tools.find(({ id }) => id === step.tool);
  if (tool === undefined) return [{ path: `${path}/tool`, code: 'unknown_tool', message: `There is no tool ${step.tool}` }];
  const mistakes = checkTemplates(step.arguments, `${path}/arguments`, scope);
  if (mistakes.length > 0 || hasTemplate(step.arguments)) return mistakes;
  return validateValue(tool.inputSchema, step.arguments, `${path}/arguments`);
}

/** Then the arguments are known only when the step runs. */
function hasTemplate(value: Json): boolean {
  if (typeof value === 'string') return value.includes('{{');
  return value !== null && typeof value === 'object' && Object.values(value).some(hasTemplate);
}

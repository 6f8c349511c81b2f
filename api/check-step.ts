import { toMilliseconds } from '../contracts/duration';
import type { Tool } from '../contracts/entities';
import type { Json } from '../contracts/json';
import type { ProblemDetail } from '../contracts/problem';
import type { Step } from '../contracts/steps';
import { checkTemplate, checkTemplates, type TemplateScope } from './check-template';
import { checkSchema, validateValue } from './json-schema';

const LONGEST_TIMEOUT = '3650d';

/** The mistakes of one step that need no store: its times, templates, schema and tool. */
export function checkStep(step: Step, path: string, scope: TemplateScope, tools: readonly Tool[]): ProblemDetail[] {
  return [
    ...checkTimes(step, path),
    ...(step.input === undefined ? [] : checkTemplate(step.input, `${path}/input`, scope)),
    ...(step.type === 'agent' && step.output !== undefined ? checkSchema(step.output, `${path}/output`) : []),
    ...(step.type === 'tool' ? checkTool(step, path, scope, tools) : []),
  ];
}

/** Temporal refuses these when the step begins, which is too late. */
function checkTimes({ timeout, retry }: Step, path: string): ProblemDetail[] {
  const initial = retry?.initialInterval === undefined ? undefined : toMilliseconds(retry.initialInterval);
  const longest = retry?.maxInterval === undefined ? undefined : toMilliseconds(retry.maxInterval);
  const mistakes: ProblemDetail[] = [];
  if (timeout !== undefined && (toMilliseconds(timeout) === 0 || toMilliseconds(timeout) > toMilliseconds(LONGEST_TIMEOUT))) {
    mistakes.push({ path: `${path}/timeout`, code: 'invalid_timeout', message: `Write a time from 1ms to ${LONGEST_TIMEOUT}` });
  }
  for (const [name, interval] of Object.entries({ initialInterval: initial, maxInterval: longest })) {
    if (interval !== undefined && (interval === 0 || interval > toMilliseconds(LONGEST_TIMEOUT))) {
      mistakes.push({ path: `${path}/retry/${name}`, code: 'invalid_retry', message: `Write a time from 1ms to ${LONGEST_TIMEOUT}` });
    }
  }
  if (initial !== undefined && longest !== undefined && longest < initial) {
    mistakes.push({ path: `${path}/retry/maxInterval`, code: 'invalid_retry', message: 'maxInterval must not be below initialInterval' });
  }
  return mistakes;
}

function checkTool(step: Step & { type: 'tool' }, path: string, scope: TemplateScope, tools: readonly Tool[]): ProblemDetail[] {
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

import type { ExecutionView, RetryView } from '@client';
import { toClock } from '@/lib/format';
import { findStepPath } from './find-step-path';

/** A pause before the next attempt that is worth telling people of. */
const LONG_PAUSE_MS = 1_500;

/** What the steps that are at work do right now, in a few words, by path. */
export function toStepActivities(
  view: Pick<ExecutionView, 'steps' | 'streaming' | 'toolCalls' | 'retries' | 'answered'>,
): Map<string, string> {
  const activities = new Map<string, string>();
  const set = (path: string, activity: string) => activities.set(findStepPath(view.steps, path), activity);
  for (const { path, type, state } of view.steps.values()) {
    if (state === 'running' && type === 'agent') activities.set(path, 'waiting for the model');
  }
  for (const retry of view.retries) {
    if (!view.answered.has(retry.callId)) set(retry.stepPath, toRetryText(retry));
  }
  for (const { state, stepPath, tool } of view.toolCalls.values()) {
    if (state === 'running') set(stepPath, `using ${tool}`);
  }
  for (const { state, stepPath, text, attempt, agent } of view.streaming.values()) {
    if (state !== 'streaming') continue;
    const activity = `${agent} is ${text === '' ? 'thinking' : 'writing'}`;
    set(stepPath, attempt === 1 ? activity : `${activity}, attempt ${attempt}`);
  }
  return activities;
}

function toRetryText({ attempt, reason, at, nextAt }: RetryView): string {
  const pause = Date.parse(nextAt) - Date.parse(at);
  return pause > LONG_PAUSE_MS
    ? `attempt ${attempt + 1} at ${toClock(nextAt)}: ${reason}`
    : `making the call again, attempt ${attempt + 1}`;
}

import type { ExecutionView } from '@client';

/** What the steps that are at work do right now, in a few words, by path. */
export function toStepActivities(view: Pick<ExecutionView, 'streaming' | 'toolCalls' | 'retries' | 'answered'>): Map<string, string> {
  const activities = new Map<string, string>();
  for (const { callId, stepPath, attempt, reason } of view.retries) {
    if (!view.answered.has(callId)) activities.set(stepPath, `attempt ${attempt + 1} after ${reason}`);
  }
  for (const { state, stepPath, tool } of view.toolCalls.values()) {
    if (state === 'running') activities.set(stepPath, `using ${tool}`);
  }
  for (const { state, stepPath, text, attempt } of view.streaming.values()) {
    if (state !== 'streaming') continue;
    const verb = text === '' ? 'thinking' : 'writing';
    activities.set(stepPath, attempt === 1 ? verb : `${verb}, attempt ${attempt}`);
  }
  return activities;
}

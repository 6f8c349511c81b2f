import type { Accepted } from '../accepted';
import type { EndedWork } from '../work';
import type { HistoryEntry } from './read-history';

/** From the moment in which Temporal was told of a pause no call was begun until it was told to go on. Returns what is wrong. */
export function checkPauses(history: HistoryEntry[]): string[] {
  const complaints: string[] = [];
  let paused = false;
  for (const entry of history) {
    if ('callId' in entry) {
      if (paused) complaints.push(`began ${entry.callId} while it was paused`);
    } else if (entry.letter.kind === 'pause') paused = true;
    else if (entry.letter.kind === 'resume') paused = false;
  }
  return complaints;
}

/**
 * What was said in a chat and accepted stands in its thread, once, in the order of acceptance; but for what Temporal
 * was told when the last round had begun, or when the execution did not complete. Returns what is wrong.
 */
export function checkMessages(history: HistoryEntry[], { execution, messages }: EndedWork, accepted: Accepted['messages']): string[] {
  const complaints: string[] = [];
  const texts = messages.map(({ text }) => text);
  const heard: number[] = [];
  for (const [text, { executionId, stepPath, id }] of accepted) {
    if (executionId !== execution.id) continue;
    const times = texts.filter((one) => one === text).length;
    if (times > 1) complaints.push(`has the message "${text}" ${times} times`);
    const told = history.findIndex((entry) => 'letter' in entry && entry.letter.id === id);
    if (times > 0) heard.push(texts.indexOf(text));
    const lastCall = history.findLast((entry) => 'callId' in entry && entry.thread === stepPath);
    // A call that had to wait for its provider was begun more than once.
    const lastRound = history.findIndex(
      (entry) => 'callId' in entry && lastCall !== undefined && 'callId' in lastCall && entry.callId === lastCall.callId,
    );
    const inTime = told >= 0 && told < lastRound;
    if (times === 0 && inTime && execution.status === 'completed') {
      complaints.push(`has lost the message "${text}", which Temporal was told before ${JSON.stringify(history[lastRound])}`);
    }
  }
  const inOrder = heard.toSorted((one, other) => one - other);
  if (heard.join() !== inOrder.join()) complaints.push(`has messages in another order than they were accepted: ${heard}`);
  return complaints;
}

/** An event that was accepted was taken by one wait at most. Returns what is wrong. */
export function checkEvents({ events }: EndedWork, accepted: Accepted['events']): string[] {
  const taken = events.flatMap((event) => (event.type === 'stepCompleted' && event.stepType === 'wait' ? [event.output?.text ?? ''] : []));
  const twice = taken.filter((text, index) => accepted.has(text) && taken.indexOf(text) !== index);
  return twice.map((text) => `took the event "${text}" more than once`);
}

import type { Accepted } from '../accepted';
import type { EndedWork } from '../work';
import type { HistoryEntry } from './read-history';

/**
 * From the moment in which Temporal was told of a pause no call was begun until it was told to go on, or to cancel: what
 * is undone then is not held back. Returns what is wrong.
 */
export function checkPauses(history: HistoryEntry[]): string[] {
  const complaints: string[] = [];
  let paused = false;
  for (const entry of history) {
    if ('callId' in entry) {
      if (paused) complaints.push(`began ${entry.callId} while it was paused`);
    } else if ('cancel' in entry) break;
    else if (entry.letter.kind === 'pause') paused = true;
    else if (entry.letter.kind === 'resume') paused = false;
  }
  return complaints;
}

/**
 * What was said in a chat and accepted stands in its thread, once, in the order of acceptance; or the feed says that
 * nobody heard it, which is so only when Temporal was told after the last round had begun. Of an execution that did
 * not complete it may be gone. Returns what is wrong.
 */
export function checkMessages(history: HistoryEntry[], ended: EndedWork, accepted: Accepted['messages']): string[] {
  const { execution, messages, events } = ended;
  const complaints: string[] = [];
  const heard: number[] = [];
  for (const [text, { executionId, stepPath, id }] of accepted) {
    if (executionId !== execution.id) continue;
    const places = messages.flatMap((message, index) => (message.text === text ? [index] : []));
    const unheard = events.filter((event) => event.type === 'messageUnheard' && event.messageId === id).length;
    heard.push(...places);
    if (places.length > 1 || (places.length === 1 && unheard > 0)) {
      complaints.push(`has the message "${text}" ${places.length} times and says ${unheard} times that nobody heard it`);
    }
    if (execution.status !== 'completed' || places.length > 0) continue;
    if (unheard !== 1) complaints.push(`has lost the message "${text}"`);
    const told = history.findIndex((entry) => 'letter' in entry && entry.letter.id === id);
    const lastRound = beginOfLastRound(history, stepPath);
    if (told >= 0 && told < lastRound) complaints.push(`did not hear "${text}", which Temporal was told in time`);
  }
  const inOrder = heard.toSorted((one, other) => one - other);
  if (heard.join() !== inOrder.join()) complaints.push(`has messages in another order than they were accepted: ${heard}`);
  return complaints;
}

/** A call that had to wait for its provider was begun more than once. */
function beginOfLastRound(history: HistoryEntry[], chat: string): number {
  const last = history.findLast((entry) => 'callId' in entry && entry.thread === chat);
  return history.findIndex((entry) => 'callId' in entry && last !== undefined && 'callId' in last && entry.callId === last.callId);
}

/** An event that was accepted was taken by one wait at most. Returns what is wrong. */
export function checkEvents({ events }: EndedWork, accepted: Accepted['events']): string[] {
  const taken = events.flatMap((event) => (event.type === 'stepCompleted' && event.stepType === 'wait' ? [event.output?.text ?? ''] : []));
  const twice = taken.filter((text, index) => accepted.has(text) && taken.indexOf(text) !== index);
  return twice.map((text) => `took the event "${text}" more than once`);
}

import type { Message } from '@client';

/** What both executions have at one place; null where one has nothing. */
export interface Pair {
  key: string;
  left: Message | null;
  right: Message | null;
  same: boolean;
}

/** The messages of two executions by thread and index, in the order of the first, then what only the second has. */
export function pairMessages(left: readonly Message[], right: readonly Message[]): Pair[] {
  const others = new Map(right.map((message) => [toKey(message), message]));
  const pairs = left.map((message): Pair => {
    const key = toKey(message);
    const other = others.get(key) ?? null;
    others.delete(key);
    return { key, left: message, right: other, same: other !== null && isSame(message, other) };
  });
  return [...pairs, ...[...others].map(([key, message]): Pair => ({ key, left: null, right: message, same: false }))];
}

function toKey({ thread, index }: Message): string {
  return `${thread} ${index}`;
}

function isSame(a: Message, b: Message): boolean {
  const content = ({ role, agent, text, toolCalls }: Message) =>
    JSON.stringify([role, agent, text, toolCalls?.map((call) => [call.tool, call.arguments])]);
  return content(a) === content(b);
}

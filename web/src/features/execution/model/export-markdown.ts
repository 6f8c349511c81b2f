import type { Execution, Message } from '@client';

/** An execution for people to read and keep: what it is, what was said, how it ended. */
export function toMarkdown(execution: Execution, messages: readonly Message[]): string {
  const { name, id, status, startedAt, endedAt, usage, input, output, error } = execution;
  const cost = usage.cost === null ? 'unknown' : `${usage.cost.amount} ${usage.cost.currency}`;
  return [
    `# ${name}`,
    [
      `- Execution: \`${id}\``,
      `- Status: ${status}`,
      `- Started: ${startedAt}`,
      `- Ended: ${endedAt ?? 'not yet'}`,
      `- Usage: ${usage.calls} calls, ${usage.wastedCalls} wasted, ${usage.inputTokens} tokens in, ${usage.outputTokens} out, cost ${cost}`,
    ].join('\n'),
    '## Input',
    toFence(typeof input === 'string' ? input : JSON.stringify(input, null, 2)),
    '## Transcript',
    ...messages.map(toEntry),
    ...(output === null ? [] : ['## Output', output.text]),
    ...(error === null ? [] : ['## Error', `\`${error.code}\`: ${error.message}`]),
  ].join('\n\n');
}

function toEntry({ role, agent, thread, at, text, toolCalls = [] }: Message): string {
  // A person in a chat has a name too.
  const speaker = role === 'tool' ? role : (agent ?? role);
  const asked = toolCalls.map((call) => `Calls \`${call.tool}\`:\n\n${toFence(JSON.stringify(call.arguments, null, 2))}`);
  // What a tool gave is data and not a text.
  const said = text === '' ? [] : [role === 'tool' ? toFence(text) : text];
  return [`### ${speaker} · ${thread} · ${at}`, ...said, ...asked].join('\n\n');
}

/** A code block whose fence is longer than any in the text. */
function toFence(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

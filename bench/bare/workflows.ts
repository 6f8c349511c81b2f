import { proxyActivities } from '@temporalio/workflow';
import type { ModelMessage } from '../../contracts/ports/model-provider';
import type { BareActivities } from './activities';

const { callModel } = proxyActivities<BareActivities>({ startToCloseTimeout: '2h', heartbeatTimeout: '5s' });

/** Agents one after the other; each gets the text of the one before and nothing else. */
export async function agentsInARow(agents: string[], input: string): Promise<string> {
  let text = input;
  for (const agent of agents) text = await callModel(agent, [{ role: 'user', text }]);
  return text;
}

/** The same with the whole conversation in each activity's input, as Temporal's OpenAI integration passes it. */
export async function agentsInARowWithTranscript(agents: string[], input: string): Promise<string> {
  const transcript: ModelMessage[] = [{ role: 'user', text: input }];
  let text = input;
  for (const agent of agents) {
    text = await callModel(agent, transcript);
    transcript.push({ role: 'assistant', text });
  }
  return text;
}

/** Agents at the same time; one more gets their texts. */
export async function agentsAtOnce(agents: string[], aggregator: string, input: string): Promise<string> {
  const texts = await Promise.all(agents.map((agent) => callModel(agent, [{ role: 'user', text: input }])));
  return callModel(aggregator, [{ role: 'user', text: texts.map((text, index) => `${agents[index]}: ${text}`).join('\n\n') }]);
}

/** Agents by turns; each gets the text of the one before, as if the rest of the thread were of no use to it. */
export async function chat(participants: string[], rounds: number, input: string): Promise<string> {
  let text = input;
  for (let round = 0; round < rounds; round++) {
    text = await callModel(participants[round % participants.length] as string, [{ role: 'user', text }]);
  }
  return text;
}

/** The same with the whole conversation in each activity's input. */
export async function chatWithTranscript(participants: string[], rounds: number, input: string): Promise<string> {
  const transcript: ModelMessage[] = [{ role: 'user', text: input }];
  let text = input;
  for (let round = 0; round < rounds; round++) {
    text = await callModel(participants[round % participants.length] as string, transcript);
    transcript.push({ role: 'assistant', text });
  }
  return text;
}

/** An agent for each item, `maxParallel` at a time. */
export async function agentForEach(items: string[], maxParallel: number): Promise<string[]> {
  const texts: string[] = [];
  const queue = items.entries();
  const work = async () => {
    for (const [index, text] of queue) texts[index] = await callModel('agent', [{ role: 'user', text }]);
  };
  await Promise.all(Array.from({ length: maxParallel }, work));
  return texts;
}

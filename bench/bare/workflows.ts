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

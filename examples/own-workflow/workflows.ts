import { groupChat, outputOf, runOwnExecution, sequential } from 'agent-studio/workflow';
import { steps } from './steps';

/**
 * A Temporal workflow of our own: plain TypeScript decides, the patterns do the work. Here a draft is discussed again
 * until the discussion's last message is short enough for a headline, at most twice.
 */
export async function headline(topic: string): Promise<string> {
  let last = '';
  await runOwnExecution({ name: 'Headline', input: topic, steps }, async ({ context, steps: pinned }) => {
    let result = await sequential(context, pinned.draft);
    for (let round = 1; round <= 2; round++) {
      result = await groupChat(context, pinned.discussion, { input: result, repetition: round });
      last = (await outputOf(context, result)).text;
      if (last.length < 80) break;
    }
    return result;
  });
  return last;
}

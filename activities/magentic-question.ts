import type { ManagerAsk } from '../contracts/activities';

/** How every question to the manager of a `magentic` step begins. */
export const TEAM_QUESTION = 'You lead a team';

/** What the manager reads besides the conversation. */
export interface Ledger {
  /** What each participant is there for, by its id. */
  team: { id: string; description: string }[];
  facts?: string;
  plan?: string;
  /** What a person said who did not agree to the plan; empty: nothing. */
  review?: string;
}

/** The question that the manager answers next; first the two of the task ledger, then one each round, at last the answer. */
export function magenticQuestion({ what }: ManagerAsk, { team, facts, plan, review }: Ledger): string {
  const members = team.map(({ id, description }) => `- ${id}${description === '' ? '' : `: ${description}`}`).join('\n');
  const known = facts === undefined ? '' : `\n\nWhat is known:\n${facts}`;
  const planned = plan === undefined ? '' : `\n\nThe plan:\n${plan}`;
  const task = review === undefined ? TASKS[what] : () => reviewed(review);
  return `${TEAM_QUESTION} that works on the request above:\n${members}${known}${planned}\n\n${task({ again: what === 'plan' ? plan !== undefined : facts !== undefined })}`;
}

function reviewed(review: string): string {
  const why = review === '' ? '' : `, and said: ${review}`;
  return `A person did not agree to this plan${why}\n\nWrite a new one that does as they want: a short list of who does what.`;
}

const TASKS: Record<ManagerAsk['what'], (asked: { again: boolean }) => string> = {
  facts: ({ again }) =>
    again
      ? 'The work does not get on. Write down anew what is known: correct it, add what was learned, and improve on at least one guess.'
      : 'Before anything is planned, write down: facts that the request gives, facts to look up and where, facts to work out, and educated guesses. No plan yet.',
  plan: ({ again }) =>
    again
      ? 'This plan did not work. Say in one sentence why, then write a new one that avoids it: a short list of who does what.'
      : 'Write a plan: a short list of who does what. Not everybody has to take part.',
  progress: () =>
    'How does the work stand? Answer with JSON: {"satisfied": is the request fully met, "progress": has the last message brought it further, "inLoop": do the same things happen again and again, "next": "<id of who acts next>", "instruction": "<what that one shall do, said to it>"}.',
  answer: () => 'The work ends here. Write the final answer to the request, for whoever made it, from what was said above.',
};

/** What was said in the playground. */
export interface Exchange {
  question: string;
  answer: string;
}

/**
 * What the agent is told next. Each run of the playground is an execution of its own, so what was said before goes
 * along as text; an agent in a workflow has its thread for that.
 */
export function toNextInput(earlier: readonly Exchange[], question: string): string {
  if (earlier.length === 0) return question;
  const said = earlier.map(({ question: asked, answer }) => `User: ${asked}\nYou: ${answer}`).join('\n\n');
  return `Our conversation so far:\n\n${said}\n\nUser: ${question}`;
}

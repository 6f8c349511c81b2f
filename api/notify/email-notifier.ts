import { createTransport } from 'nodemailer';
import { LIMIT } from '../../contracts/constants';
import { NotDelivered, type Notifier } from '../../contracts/ports/notifier';
import { cutText } from '../../contracts/text';

const LONGEST_MS = 10_000;

/** Sends each notification as a plain e-mail over SMTP; `url` is for instance `smtps://user:password@mail.example.com`. */
export function createEmailNotifier({ url, from, to }: { url: string; from: string; to: string[] }): Notifier {
  const transport = createTransport({ url, connectionTimeout: LONGEST_MS, greetingTimeout: LONGEST_MS, socketTimeout: LONGEST_MS });
  return {
    id: 'email',
    async send({ deliveryId, event, approval }) {
      const { name, kind, prompt, tool, arguments: asked, assignees, deadline, executionId, id } = approval;
      const lines = [
        cutText(prompt, LIMIT.eventPrompt),
        '',
        ...(tool === undefined ? [] : [`Tool: ${tool}`, `Arguments: ${cutText(JSON.stringify(asked), LIMIT.eventPrompt)}`]),
        ...(assignees.length === 0 ? [] : [`Asked: ${assignees.join(', ')}`]),
        ...(deadline === null ? [] : [`Until: ${deadline}`]),
        `Execution: ${executionId}`,
        `Approval: ${id} (${kind})`,
      ];
      try {
        await transport.sendMail({
          from,
          to,
          subject: `${event === 'escalated' ? 'Still waiting' : 'Approval needed'}: ${name}`,
          text: lines.join('\n'),
          messageId: `<${deliveryId}@agent-studio>`,
          headers: { 'X-Agent-Studio-Delivery': deliveryId },
        });
      } catch (error) {
        // The library's codes, for instance EAUTH; its messages may repeat what the server said to the password.
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
        throw new NotDelivered(`smtp_${code}`, { cause: error });
      }
    },
  };
}

import { createHmac } from 'node:crypto';
import { NotDelivered, type Notifier } from '../../contracts/ports/notifier';

const LONGEST_MS = 10_000;

/**
 * Posts each notification as JSON, signed: `X-Agent-Studio-Signature: t=<seconds>,v1=<hex>` is the HMAC-SHA256 of
 * `<t>.<body>` under the secret. A 2xx takes it; redirects are not followed.
 */
export function createWebhookNotifier({ url, secret }: { url: string; secret: string }): Notifier {
  return {
    id: 'webhook',
    async send({ deliveryId, event, approval }) {
      const body = JSON.stringify({ deliveryId, event, approval });
      const seconds = Math.floor(Date.now() / 1000);
      const headers = {
        'content-type': 'application/json',
        'x-agent-studio-delivery': deliveryId,
        'x-agent-studio-signature': `t=${seconds},v1=${sign(secret, `${seconds}.${body}`)}`,
      };
      let response: Response;
      try {
        response = await fetch(url, { method: 'POST', redirect: 'manual', headers, body, signal: AbortSignal.timeout(LONGEST_MS) });
      } catch (error) {
        throw new NotDelivered(error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'unreachable', { cause: error });
      }
      await response.body?.cancel();
      if (!response.ok) throw new NotDelivered(`http_${response.status}`);
    },
  };
}

function sign(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

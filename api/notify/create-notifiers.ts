import type { Config } from '../../contracts/config';
import type { Notifier } from '../../contracts/ports/notifier';
import { createEmailNotifier } from './email-notifier';
import { createWebhookNotifier } from './webhook-notifier';

/** The channels that the environment configures; none by default. `readConfig` has seen to it that each is whole. */
export function createNotifiers(config: Config): Notifier[] {
  const { STUDIO_WEBHOOK_URL: url, STUDIO_WEBHOOK_SECRET: secret, STUDIO_SMTP_URL: smtp } = config;
  const { STUDIO_NOTIFY_FROM: from, STUDIO_NOTIFY_TO: to } = config;
  return [
    ...(url !== undefined && secret !== undefined ? [createWebhookNotifier({ url, secret })] : []),
    ...(smtp !== undefined && from !== undefined && to !== undefined
      ? [createEmailNotifier({ url: smtp, from, to: toAddresses(to) })]
      : []),
  ];
}

function toAddresses(list: string): string[] {
  return list.split(',').flatMap((address) => (address.trim() === '' ? [] : [address.trim()]));
}

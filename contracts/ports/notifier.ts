import type { Approval } from '../approvals';

/**
 * Tells people outside of the Studio that something waits for them. One channel each; all that are configured are
 * told. At least once: a repeat has the same `deliveryId`, by which a receiver knows it.
 */
export interface Notifier {
  /** Names the channel, in the outbox too. */
  id: string;
  /**
   * Hands a notification over; resolves when the other side has taken it, within 10 s. Throws {@link NotDelivered} when
   * it has not, or may not have; then it is sent again later.
   */
  send(notification: Notification): Promise<void>;
}

export interface Notification {
  /** The same for the same notification on every try. */
  deliveryId: string;
  /** `escalated`: nobody has decided yet, and more people are asked. */
  event: 'requested' | 'escalated';
  approval: Approval;
}

/** The other side did not take it. `reason` goes to the log, so it holds no address, secret or text. */
export class NotDelivered extends Error {
  constructor(
    readonly reason: string,
    options?: { cause?: unknown },
  ) {
    super(`The notification was not delivered: ${reason}`, options);
    this.name = 'NotDelivered';
  }
}

import type { Run } from './engine-rig';

/** The activities of a run, by what they are called, in the order in which they were asked for. */
export async function readActivities({ handle }: Run): Promise<string[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name ?? []);
}

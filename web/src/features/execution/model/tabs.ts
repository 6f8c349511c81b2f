/** The ways to look at an execution; the ids are in the address. */
export const TABS = [
  { id: 'transcript', label: 'Transcript' },
  { id: 'graph', label: 'Graph' },
  { id: 'timeline', label: 'Timeline' },
  { id: 'history', label: 'History' },
  { id: 'usage', label: 'Usage' },
  { id: 'events', label: 'Events' },
  { id: 'files', label: 'Files' },
] as const;

export type TabId = (typeof TABS)[number]['id'];

/** The tab that an address asks for; the transcript when it asks for none that exists. */
export function readTab(value: string | null): TabId {
  return TABS.find(({ id }) => id === value)?.id ?? 'transcript';
}

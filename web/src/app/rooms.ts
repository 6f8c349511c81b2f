import { Activity, Bot, Inbox, type LucideIcon, Workflow } from 'lucide-react';

export interface Room {
  path: string;
  label: string;
  icon: LucideIcon;
}

/** What the navigation leads to; a new feature adds its line here and its routes in `router.tsx`. */
export const ROOMS: readonly Room[] = [
  { path: '/executions', label: 'Executions', icon: Activity },
  { path: '/inbox', label: 'Inbox', icon: Inbox },
  { path: '/workflows', label: 'Workflows', icon: Workflow },
  { path: '/agents', label: 'Agents', icon: Bot },
];

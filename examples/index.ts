import { chapterByChapter } from './chapter-by-chapter';
import { customerCare } from './customer-care';
import { debate } from './debate';
import { decision } from './decision';
import type { Examples } from './examples';
import { helpDesk } from './help-desk';
import { leafletInTwoLanguages } from './leaflet-in-two-languages';
import { moderateByVote } from './moderate-by-vote';
import { newsroom } from './newsroom';
import { planAnOuting } from './plan-an-outing';
import { planningMeeting } from './planning-meeting';
import { pressRelease } from './press-release';
import { readabilityCheck } from './readability-check';
import { refineSlogan } from './refine-slogan';
import { researchWriteReview } from './research-write-review';
import { secondThoughts } from './second-thoughts';
import { sortEnquiries } from './sort-enquiries';
import { viewsOfAPlan } from './views-of-a-plan';

export type { Examples } from './examples';

/** One for each pattern, and three that nest; lists show the last one first. The page offers them as templates. */
export const TEMPLATES: readonly Examples[] = [
  decision,
  customerCare,
  newsroom,
  leafletInTwoLanguages,
  chapterByChapter,
  secondThoughts,
  refineSlogan,
  pressRelease,
  sortEnquiries,
  helpDesk,
  planAnOuting,
  planningMeeting,
  debate,
  moderateByVote,
  viewsOfAPlan,
  readabilityCheck,
  researchWriteReview,
];

/** What a new Studio holds at its first start. */
export const EXAMPLES: Examples = {
  agents: TEMPLATES.flatMap(({ agents }) => agents),
  workflows: TEMPLATES.flatMap(({ workflows }) => workflows),
  start: TEMPLATES.flatMap(({ start }) => start),
};

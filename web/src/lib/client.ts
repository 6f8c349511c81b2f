import { createClient } from '@client';

/** The page's way to the API: the origin that it was loaded from. */
export const client = createClient({ url: window.location.origin });

/** Scores from 0 to 100. */
export interface Scores {
  performance: number;
  accessibility: number;
}

/** A single visit says as much of what else the machine did meanwhile as of the page. */
const VISITS = 3;
/** Of visits that Lighthouse could not judge, for instance because it saw nothing being painted in time. */
const MOST_FAILED = 2;

/** Lets Lighthouse judge an address as on a desktop, in the browser that listens on `port`: the median visit. */
export async function measureWithLighthouse(port: number, url: string): Promise<Scores> {
  const visits: Scores[] = [];
  for (let failed = 0; visits.length < VISITS; ) {
    const visit = await judge(port, url);
    if (visit !== null) visits.push(visit);
    else if (++failed > MOST_FAILED) throw new Error(`Lighthouse could not judge ${url}`);
  }
  const medianOf = (score: keyof Scores) => visits.map((visit) => visit[score]).sort((a, b) => a - b)[(VISITS - 1) / 2] ?? 0;
  return { performance: medianOf('performance'), accessibility: medianOf('accessibility') };
}

/** Null when a score is missing: that is no score of 0. */
async function judge(port: number, url: string): Promise<Scores | null> {
  const { default: lighthouse, desktopConfig } = await import('lighthouse');
  const result = await lighthouse(url, { port, onlyCategories: ['performance', 'accessibility'], logLevel: 'error' }, desktopConfig);
  const { performance, accessibility } = result?.lhr.categories ?? {};
  if (performance?.score == null || accessibility?.score == null) return null;
  return { performance: Math.round(performance.score * 100), accessibility: Math.round(accessibility.score * 100) };
}

/** How well a straight line goes through points: r² of the least squares, and the steepest part between two neighbours beside the flattest. */
export function fitLine(points: [x: number, y: number][]): { r2: number; steepness: number } {
  const mean = (of: (point: [number, number]) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [middleX, middleY] = [mean(([x]) => x), mean(([, y]) => y)];
  const product = mean(([x, y]) => (x - middleX) * (y - middleY));
  const r2 = product ** 2 / (mean(([x]) => (x - middleX) ** 2) * mean(([, y]) => (y - middleY) ** 2));
  const slopes = points.slice(1).map(([x, y], index) => {
    const [beforeX, beforeY] = points[index] as [number, number];
    return (y - beforeY) / (x - beforeX);
  });
  return { r2, steepness: Math.max(...slopes) / Math.min(...slopes) };
}

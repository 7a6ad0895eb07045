/** What is inside the outer element of an SVG file of ours. */
export function innerOf(svg: string): string {
  return svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '')
}

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { ReactNode } from 'react';

/** Width and height of a preview picture, in pixels. Source: ogp.me and the guides of the large networks, which cut to 1.91 to 1. */
export const PREVIEW_SIZE = { width: 1200, height: 630 } as const;

const SANS = 'Public Sans';
const SERIF = 'Source Serif 4';

const fontFiles = [
  { name: SANS, weight: 400, file: '@expo-google-fonts/public-sans/400Regular/PublicSans_400Regular.ttf' },
  { name: SANS, weight: 600, file: '@expo-google-fonts/public-sans/600SemiBold/PublicSans_600SemiBold.ttf' },
  { name: SERIF, weight: 600, file: '@expo-google-fonts/source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf' },
] as const;

const from = createRequire(import.meta.url);

// Drawing libraries weigh some 30 MB of memory: a process that is asked for no picture never loads them.
const load = once(async () => {
  const [{ default: satori }, { renderAsync }] = await Promise.all([import('satori'), import('@resvg/resvg-js')]);
  const fonts = await Promise.all(
    fontFiles.map(async ({ name, weight, file }) => ({
      name,
      weight,
      style: 'normal' as const,
      data: await readFile(from.resolve(file)),
    })),
  );
  return { satori, renderAsync, fonts };
});

/**
 * Draws an element of boxes and text as a PNG of `PREVIEW_SIZE`. `chart`: a whole SVG document laid over it at a place in pixels. Throws on
 * an element that satori cannot lay out. Source: satori README, "Overview".
 */
export async function drawPreview(
  element: ReactNode,
  chart: { svg: string; x: number; y: number; width: number; height: number } | null = null,
): Promise<Buffer> {
  const { satori, fonts } = await load();
  const svg = await satori(element, { ...PREVIEW_SIZE, fonts });
  if (!chart) return rasterise(svg, PREVIEW_SIZE.width);
  const { x, y, width, height } = chart;
  const placed = chart.svg.replace(
    /^\s*<svg([^>]*?) width="[^"]*" height="[^"]*"/,
    (_, before: string) => `<svg${before} x="${x}" y="${y}" width="${width}" height="${height}"`,
  );
  return rasterise(
    svg.replace(/<\/svg>\s*$/, () => `${placed}</svg>`),
    PREVIEW_SIZE.width,
  );
}

/** A whole SVG document as a PNG of the given width in pixels, in the fonts of the site. Throws on what is no SVG. */
export async function rasterise(svg: string, widthPx: number): Promise<Buffer> {
  const { renderAsync } = await load();
  const font = {
    loadSystemFonts: false,
    fontFiles: fontFiles.map(({ file }) => from.resolve(file)),
    defaultFontFamily: SANS,
    sansSerifFamily: SANS,
    serifFamily: SERIF,
  };
  // In a thread of its own: pages must not wait while a picture is painted.
  return Buffer.from((await renderAsync(svg, { font, fitTo: { mode: 'width', value: widthPx } })).asPng());
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((cause: unknown) => {
      made = undefined;
      throw cause;
    });
    return made;
  };
}

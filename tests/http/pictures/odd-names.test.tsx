import { expect, test } from 'vitest';
import { drawPreview, PREVIEW_SIZE } from '#app/http/pictures/rasterise.server.ts';
import { chartDocument } from '#app/ui/charts/document.ts';
import type { Drawing } from '#app/ui/charts/drawing.ts';
import { IspPreview } from '#app/ui/pictures/isp-preview.tsx';

const drawing: Drawing = { width: 480, height: 300, grid: [], ticks: [], lines: [], events: [], marks: [], ends: [] };
const preview = (name: string) => (
  <IspPreview
    kick="Record"
    name={name}
    facts={[{ label: name, value: name, source: name }]}
    address="untolled.example"
    hasChart
  />
);

test.each([
  ['marks of SVG', '</text><script>alert(1)</script><image href="file:///etc/passwd"/>'],
  ['what a replacement reads', "A $& B $' C $` D $1 E $$"],
  ['controls', 'A\u0000B\u0008C\u001bD'],
  ['signs that no font of ours has', '漢字 العربية 🦄 \u202eabc'],
  ['half a sign', 'A\ud800B'],
  ['two thousand letters', 'Long name '.repeat(200)],
])('a name with %s is drawn as words', async (_, name) => {
  const svg = chartDocument({ drawing, title: name, source: name, lang: 'en' });
  expect(svg).not.toMatch(/<script|<image|file:"/);
  const png = await drawPreview(preview(name), { svg, x: 670, y: 112, width: 480, height: 440 });
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([PREVIEW_SIZE.width, PREVIEW_SIZE.height]);
});

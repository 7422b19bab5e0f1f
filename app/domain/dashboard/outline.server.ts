import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { geoAlbersUsa, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';

/** The outline of a state on the map of 975 by 610 units: `path` for SVG, the middle of its label, and its area in square units. */
export interface Outline {
  state: string;
  path: string;
  x: number;
  y: number;
  area: number;
}

/** Width and height of the map in its own units. Source: us-atlas 3, README, for the projection. */
export const MAP_SIZE = { width: 975, height: 610 } as const;

/** Numbers of the states and the District of Columbia with their letters. Source: Census Bureau, ANSI state codes (INCITS 38:2009). */
const numbers =
  '01 AL,02 AK,04 AZ,05 AR,06 CA,08 CO,09 CT,10 DE,11 DC,12 FL,13 GA,15 HI,16 ID,17 IL,18 IN,19 IA,20 KS,21 KY,22 LA,23 ME,24 MD,25 MA,' +
  '26 MI,27 MN,28 MS,29 MO,30 MT,31 NE,32 NV,33 NH,34 NJ,35 NM,36 NY,37 NC,38 ND,39 OH,40 OK,41 OR,42 PA,44 RI,45 SC,46 SD,47 TN,48 TX,' +
  '49 UT,50 VT,51 VA,53 WA,54 WV,55 WI,56 WY';

const codes = new Map(numbers.split(',').map((entry) => [entry.slice(0, 2), entry.slice(3)]));

let drawn: Outline[] | undefined;

/**
 * The outlines of the fifty states and the District of Columbia in the conic equal-area projection of the United States (Albers), Alaska and Hawaii beside; drawn once a
 * process. Territories have no place in it. Source: U.S. Census Bureau cartographic boundary files by way of us-atlas 3.
 */
export function stateOutlines(): readonly Outline[] {
  drawn ??= draw();
  return drawn;
}

function draw(): Outline[] {
  const file = createRequire(import.meta.url).resolve('us-atlas/states-10m.json');
  const atlas = JSON.parse(readFileSync(file, 'utf8')) as Parameters<typeof feature>[0];
  const states = atlas.objects.states && feature(atlas, atlas.objects.states);
  if (states?.type !== 'FeatureCollection') throw new Error('us-atlas holds no states');
  const projection = geoAlbersUsa()
    .scale(1300)
    .translate([MAP_SIZE.width / 2, MAP_SIZE.height / 2]);
  const path = geoPath(projection).digits(0);
  return states.features
    .flatMap((state) => {
      const code = codes.get(String(state.id));
      const outline = code ? path(state) : null;
      if (!code || !outline) return [];
      const [x, y] = path.centroid(state);
      return [
        {
          state: code,
          path: withoutSpecks(outline),
          x: Math.round(x),
          y: Math.round(y),
          area: Math.round(path.area(state)),
        },
      ];
    })
    .sort((one, other) => (one.state < other.state ? -1 : 1));
}

/** Places that fall together at whole units are drawn once, and islands of fewer than three units in width or height left out; the largest ring of a state stays. */
function withoutSpecks(path: string): string {
  const rings = path.split(/(?=M)/).map((ring) => {
    const places = (ring.match(/-?\d+,-?\d+/g) ?? []).filter((place, at, all) => place !== all[at - 1]);
    const reach = (axis: 0 | 1) => {
      const values = places.map((place) => Number(place.split(',')[axis]));
      return Math.max(...values) - Math.min(...values);
    };
    return { ring: `M${places.join('L')}Z`, side: Math.min(reach(0), reach(1)) };
  });
  const largest = Math.max(...rings.map(({ side }) => side));
  return rings.flatMap(({ ring, side }) => (side >= 3 || side === largest ? [ring] : [])).join('');
}

import type { ServerBuild } from '@remix-run/node';

/** Names a path for logs and metrics. Own choice. */
export interface RouteLabel {
  /** The route's pattern, e.g. `/confirm/:token`: one of few, so that metrics stay small. */
  route: string;
  /** The path with everything that could name or admit a person replaced by its parameter's name; null for unknown paths. */
  path: string | null;
}

const unmatched: RouteLabel = { route: 'unmatched', path: null };
const openParameters = new Set(['lang', 'slug', 'name']);

/** Builds the labeller of a build's routes. Parameters other than a language, a slug or a mail's name become `[name]`. Own choice. */
export function createRouteLabel(routes: ServerBuild['routes']): (path: string) => RouteLabel {
  const patterns = Object.values(routes)
    .filter((route) => route && (route.path !== undefined || route.index))
    .map((route) => patternOf(routes, route?.id ?? ''))
    .filter((segments) => segments.length > 0);
  return (path) => {
    const given = path
      .replace(/\.data$/, '')
      .replace(/^\/_root$/, '/')
      .split('/')
      .filter(Boolean);
    for (const pattern of patterns) {
      const label = match(pattern, given);
      if (label) return label;
    }
    return unmatched;
  };
}

function patternOf(routes: ServerBuild['routes'], id: string): string[] {
  const segments: string[] = [];
  for (let route = routes[id]; route; route = route.parentId ? routes[route.parentId] : undefined) {
    segments.unshift(...(route.path ?? '').split('/').filter(Boolean));
    if (!route.parentId) break;
  }
  return segments.length > 0 ? segments : [''];
}

function match(pattern: readonly string[], given: readonly string[]): RouteLabel | null {
  const wanted = pattern.filter((segment) => segment !== '');
  const ownSegments = wanted[0] === ':lang?' ? wanted.slice(1) : wanted;
  const expected = wanted[0] === ':lang?' && given[0] === 'es' ? wanted : ownSegments;
  if (expected.length !== given.length) return null;
  const path = expected.map((segment, at) => step(segment, given[at] ?? ''));
  return path.includes(null) ? null : { route: `/${ownSegments.join('/')}`, path: `/${path.join('/')}` };
}

function step(segment: string, given: string): string | null {
  if (!segment.startsWith(':')) return segment.toLowerCase() === given.toLowerCase() ? given : null;
  const name = segment.replace(/^:|\?$/g, '');
  return openParameters.has(name) && /^[a-z0-9-]{1,100}$/.test(given) ? given : `[${name}]`;
}

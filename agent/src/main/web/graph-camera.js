// Where one looks at the stream from.

import { Box3, Vector3 } from 'three';

/** From the side, a little from above and from the newer end. */
const VIEW = new Vector3(0.3, 0.3, 1).normalize();
const RIGHT = new Vector3(0, 1, 0).cross(VIEW).normalize();
const UP = VIEW.clone().cross(RIGHT);
const MARGIN = 1.16;

/** The whole stream, as near as it fits. */
export function overlook(graph, box, nodes, millis) {
  const points = nodes.map(({ x, y, z }) => new Vector3(x, y, z));
  const middle = new Box3().setFromPoints(points).getCenter(new Vector3());
  const aspect = box.clientWidth / box.clientHeight; // the camera's own follows later
  const { fov } = graph.camera();
  const up = Math.tan((fov * Math.PI) / 360) / MARGIN;
  const away = points.map((point) => point.sub(middle)).map((point) => point.dot(VIEW)
    + Math.max(Math.abs(point.dot(RIGHT)) / (up * aspect), Math.abs(point.dot(UP)) / up));
  const { x, y, z } = middle.clone().addScaledVector(VIEW, Math.max(120, ...away));
  graph.cameraPosition({ x, y, z }, middle, millis);
}

/** Comes close to a node, from the side one is on. */
export function flyTo(graph, node, millis) {
  const place = { x: node.x, y: node.y, z: node.z };
  graph.cameraPosition({ x: node.x + 45, y: node.y + 40, z: node.z + 150 }, place, millis);
}

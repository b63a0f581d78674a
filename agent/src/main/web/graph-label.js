// Names in the graph. They are pictures of text, never HTML.

import { CanvasTexture, LinearFilter, Sprite, SpriteMaterial, SRGBColorSpace } from 'three';

const LABEL_MAX = 34; // characters
const LABEL_PIXELS = 19; // its height
const FINE = 3; // pixels of a label's picture for each on the screen

/**
 * A node's text as a picture above it, of one size from near and far.
 *
 * @param fov how much the camera sees from top to bottom, in degrees
 * @param height the drawing's, in pixels
 */
export function label(node, colours, fov, height) {
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d');
  const font = `600 ${12 * FINE}px system-ui, sans-serif`;
  const text = node.text.length > LABEL_MAX ? `${node.text.slice(0, LABEL_MAX)}…` : node.text;
  pen.font = font;
  canvas.width = Math.ceil(pen.measureText(text).width) + 12 * FINE;
  canvas.height = LABEL_PIXELS * FINE;
  pen.font = font;
  pen.textBaseline = 'middle';
  pen.globalAlpha = 0.88;
  pen.fillStyle = colours.ground;
  pen.roundRect(0, 0, canvas.width, canvas.height, 5 * FINE);
  pen.fill();
  pen.globalAlpha = 1;
  pen.fillStyle = colours.text;
  pen.fillText(text, 6 * FINE, canvas.height / 2);
  const texture = new CanvasTexture(canvas);
  texture.colorSpace = SRGBColorSpace;
  texture.minFilter = LinearFilter;
  const sprite = new Sprite(new SpriteMaterial({ map: texture, depthTest: false, transparent: true, sizeAttenuation: false }));
  const size = (2 * Math.tan((fov * Math.PI) / 360) * LABEL_PIXELS) / height; // as seen one unit away
  sprite.scale.set((canvas.width / canvas.height) * size, size, 1);
  sprite.center.set(0.5, node.step % 2 === 1 ? -1.75 : -0.65); // neighbours' labels make room for each other
  sprite.renderOrder = 11; // lines have 10
  return sprite;
}

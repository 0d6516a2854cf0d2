package org.caseroom.audit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stored tree: edges and subtree roots read from tiles, so that proofs need few rows. */
final class AuditTree implements MerkleTree.Subtrees {
  private final AuditDao dao;
  private final long size;
  private final Map<Long, byte[]> cache = new HashMap<>();

  AuditTree(AuditDao dao, long size) {
    this.dao = dao;
    this.size = size;
  }

  /** Reads the edge of the whole tree, its unfinished tiles included. */
  static TreeEdge edge(AuditDao dao, AuditDao.Head head) {
    AuditTree tree = new AuditTree(dao, head.size());
    List<byte[]> partial = new java.util.ArrayList<>();
    for (int level = 0; level == 0 || head.size() >> (8 * level) > 0; level++) {
      long hashes = head.size() >> (8 * level);
      partial.add(tree.hashes(level, hashes - hashes % TreeEdge.TILE_WIDTH, hashes));
    }
    return new TreeEdge(head.size(), TreeEdge.frontier(head.frontier(), head.size()), partial);
  }

  @Override
  public byte[] root(int height, long index) {
    int level = height / 8;
    int within = height % 8;
    long first = index << within;
    long tile = first / TreeEdge.TILE_WIDTH;
    byte[] hashes = cache.computeIfAbsent(((long) level << 56) | tile, key -> tile(level, tile));
    int from = (int) (first % TreeEdge.TILE_WIDTH) * MerkleTree.HASH_BYTES;
    int to = from + (MerkleTree.HASH_BYTES << within);
    return MerkleTree.root(TreeEdge.split(Arrays.copyOfRange(hashes, from, to)));
  }

  /** The first hashes of a tile, which the tree has to have. */
  byte[] hashes(int level, long index, int width) {
    return Arrays.copyOf(tile(level, index), width * MerkleTree.HASH_BYTES);
  }

  /** A tile's hashes, unfinished when it is the last one. */
  private byte[] tile(int level, long index) {
    Optional<AuditDao.TileRow> stored = dao.tile(level, index);
    if (stored.isPresent()) {
      return stored.get().hashes();
    }
    long first = index * TreeEdge.TILE_WIDTH;
    return hashes(level, first, Math.min(first + TreeEdge.TILE_WIDTH, size >> (8 * level)));
  }

  private byte[] hashes(int level, long from, long to) {
    return level == 0 ? dao.leafHashes(from, to) : dao.tileRoots(level - 1, from, to);
  }
}

package org.caseroom.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
  private static final int LARGEST = 300;

  private static List<byte[]> leaves(int size) {
    List<byte[]> hashes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      hashes.add(MerkleTree.leafHash(("leaf " + i).getBytes(StandardCharsets.UTF_8)));
    }
    return hashes;
  }

  /** MTH of RFC 6962, 2.1, word for word. */
  private static byte[] naiveRoot(List<byte[]> leafHashes) {
    int n = leafHashes.size();
    if (n == 0) {
      return MerkleTree.emptyRoot();
    }
    if (n == 1) {
      return leafHashes.get(0);
    }
    int k = 1;
    while (k * 2 < n) {
      k *= 2;
    }
    return MerkleTree.nodeHash(
        naiveRoot(leafHashes.subList(0, k)), naiveRoot(leafHashes.subList(k, n)));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void rootsAreThoseOfTheKnownAnswers() {
    // The test vectors of the Certificate Transparency reference implementation.
    String[] inputs = {
      "",
      "00",
      "10",
      "2021",
      "3031",
      "40414243",
      "5051525354555657",
      "606162636465666768696a6b6c6d6e6f"
    };
    String[] roots = {
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    };
    assertEquals(
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        hex(MerkleTree.emptyRoot()));
    List<byte[]> hashes = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      hashes.add(MerkleTree.leafHash(HexFormat.of().parseHex(inputs[i])));
      assertEquals(roots[i], hex(MerkleTree.root(hashes)));
    }
    List<String> path =
        MerkleTree.inclusionProof(5, 8, MerkleTree.of(hashes)).stream()
            .map(MerkleTreeTest::hex)
            .toList();
    assertEquals(
        List.of(
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
        path);
  }

  @Test
  void rootAndGrowingEdgeAgreeWithTheDefinition() {
    List<byte[]> all = leaves(LARGEST);
    TreeEdge edge = TreeEdge.EMPTY;
    for (int size = 0; size <= LARGEST; size++) {
      byte[] expected = naiveRoot(all.subList(0, size));
      assertArrayEquals(expected, MerkleTree.root(all.subList(0, size)));
      assertArrayEquals(expected, edge.root());
      if (size < LARGEST) {
        edge = edge.add(List.of(all.get(size))).edge();
      }
    }
  }

  @Test
  void everyInclusionProofHoldsAndNoOtherDoes() {
    List<byte[]> all = leaves(LARGEST);
    Random random = new Random(1);
    for (int size = 1; size <= LARGEST; size++) {
      byte[] root = naiveRoot(all.subList(0, size));
      for (int index = 0; index < size; index += size < 40 ? 1 : 1 + random.nextInt(9)) {
        List<byte[]> proof = MerkleTree.inclusionProof(index, size, MerkleTree.of(all));
        byte[] leaf = all.get(index);
        assertTrue(MerkleTree.verifyInclusion(leaf, index, size, proof, root));
        assertFalse(
            MerkleTree.verifyInclusion(all.get((index + 1) % LARGEST), index, size, proof, root));
        assertFalse(MerkleTree.verifyInclusion(leaf, index + 1, size, proof, root));
        assertFalse(MerkleTree.verifyInclusion(leaf, index, size, longer(proof), root));
        if (!proof.isEmpty()) {
          assertFalse(MerkleTree.verifyInclusion(leaf, index, size, bent(proof, random), root));
          assertFalse(
              MerkleTree.verifyInclusion(
                  leaf, index, size, proof.subList(0, proof.size() - 1), root));
        }
      }
    }
  }

  @Test
  void everyConsistencyProofHoldsAndNoOtherDoes() {
    List<byte[]> all = leaves(LARGEST);
    List<byte[]> roots = new ArrayList<>();
    for (int size = 0; size <= LARGEST; size++) {
      roots.add(naiveRoot(all.subList(0, size)));
    }
    Random random = new Random(2);
    for (int size = 0; size <= LARGEST; size++) {
      for (int old = 0; old <= size; old += size < 40 ? 1 : 1 + random.nextInt(9)) {
        List<byte[]> proof = MerkleTree.consistencyProof(old, size, MerkleTree.of(all));
        byte[] oldRoot = roots.get(old);
        byte[] root = roots.get(size);
        assertTrue(MerkleTree.verifyConsistency(old, oldRoot, size, root, proof));
        byte[] otherRoot = MerkleTree.leafHash("another".getBytes(StandardCharsets.UTF_8));
        assertFalse(MerkleTree.verifyConsistency(old, otherRoot, size, root, proof));
        assertFalse(MerkleTree.verifyConsistency(old, oldRoot, size, root, longer(proof)));
        if (!proof.isEmpty()) {
          assertFalse(MerkleTree.verifyConsistency(old, oldRoot, size, otherRoot, proof));
          assertFalse(MerkleTree.verifyConsistency(old, oldRoot, size, root, bent(proof, random)));
        }
      }
    }
  }

  private static List<byte[]> longer(List<byte[]> proof) {
    List<byte[]> longer = new ArrayList<>(proof);
    longer.add(MerkleTree.emptyRoot());
    return longer;
  }

  private static List<byte[]> bent(List<byte[]> proof, Random random) {
    List<byte[]> bent = new ArrayList<>(proof);
    int which = random.nextInt(bent.size());
    byte[] hash = bent.get(which).clone();
    hash[random.nextInt(hash.length)] ^= (byte) (1 << random.nextInt(8));
    bent.set(which, hash);
    return bent;
  }

  @Test
  void addingInGroupsGivesTheSameEdgeAndTiles() {
    List<byte[]> all = leaves(70_000);
    Random random = new Random(3);
    TreeEdge edge = TreeEdge.EMPTY;
    List<TreeEdge.Tile> tiles = new ArrayList<>();
    while (edge.size() < all.size()) {
      int from = (int) edge.size();
      int to = Math.min(all.size(), from + 1 + random.nextInt(900));
      TreeEdge.Grown grown = edge.add(all.subList(from, to));
      edge = grown.edge();
      tiles.addAll(grown.tiles());
    }
    assertArrayEquals(naiveRoot(all), edge.root());
    assertEquals(273 + 1, tiles.size());
    for (TreeEdge.Tile tile : tiles) {
      assertArrayEquals(MerkleTree.root(TreeEdge.split(tile.hashes())), tile.root());
      if (tile.level() == 0) {
        int first = (int) tile.index() * 256;
        assertArrayEquals(naiveRoot(all.subList(first, first + 256)), tile.root());
      } else {
        assertArrayEquals(naiveRoot(all.subList(0, 65_536)), tile.root());
      }
    }
  }
}

package nexa.heal.recall;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import nexa.heal.recall.Likeness.Crash;
import nexa.memory.Case;
import nexa.memory.CaseBase;
import nexa.memory.Match;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The remembered cases in a Lucene index: a replica of the case table.
 *
 * <p>Recall has two steps. Lucene finds candidates in two ways, the nearest vectors (HNSW) and the best
 * texts (BM25 over words of code, and the exception's type). Then {@link Likeness} scores each of them
 * by the same features, so that a score means the same whichever way a case was found. A case that a
 * person rejected or that was rolled back counts less, and pushes down others with its recipe by as
 * much as it is like the crash at hand.
 *
 * <p>Each model's vectors are a field of their own, so those of two models never meet.
 */
public final class LuceneCaseBase implements CaseBase, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LuceneCaseBase.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final int CANDIDATES_MAX = 64;
  private static final float TYPE_BOOST = 4;
  private static final double REJECTED_FACTOR = 0.5;
  private static final double ROLLED_BACK_FACTOR = 0.25;
  private static final double FAILED_RECIPE_PUSH = 0.5;

  private static final String ID = "id";
  private static final String TYPE = "exceptionType";
  private static final String WORDS = "words";
  private static final String CASE = "case";
  private static final String MODEL = "model";
  private static final String VECTOR = "vector";

  private final Embedder embedder;
  private final CodeWords codeWords = new CodeWords();
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private boolean textOnlySaid;

  private LuceneCaseBase(Directory directory, Embedder embedder) throws IOException {
    this.embedder = embedder;
    this.writer = new IndexWriter(directory, IndexFolder.config(codeWords));
    this.searchers = new SearcherManager(writer, null);
  }

  /**
   * Opens the index in a folder and brings it up to date. A broken index is put aside and made anew; a
   * folder that cannot be used, as another process has it or the disk is full, is made up for in memory.
   *
   * @param cases the case table
   */
  public static LuceneCaseBase open(
      Path folder, Embedder embedder, Supplier<Stream<Case>> cases) {
    try {
      return filled(new LuceneCaseBase(IndexFolder.open(folder), embedder), cases);
    } catch (IOException | UncheckedIOException e) {
      log.warn("msg=\"case index only in memory\" folder={} reason=\"{}\"", folder, e.toString());
      return filled(inMemory(embedder), cases);
    }
  }

  /** An empty case base that is gone when it is closed. */
  public static LuceneCaseBase inMemory(Embedder embedder) {
    try {
      return new LuceneCaseBase(new ByteBuffersDirectory(), embedder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make an index in memory", e);
    }
  }

  /** Some cases in memory, found by their words alone. */
  public static LuceneCaseBase textOnly(Stream<Case> cases) {
    LuceneCaseBase base = inMemory(new NoModel());
    base.textOnlySaid = true; // it is meant so
    return filled(base, () -> cases);
  }

  private static LuceneCaseBase filled(LuceneCaseBase base, Supplier<Stream<Case>> cases) {
    try {
      base.rebuild(cases.get());
      return base;
    } catch (RuntimeException e) {
      base.close();
      throw e;
    }
  }

  /**
   * Makes the index hold these cases and no others. The vector of a case that has not changed is kept,
   * as it is the dear part.
   */
  public synchronized void rebuild(Stream<Case> cases) {
    try (cases) {
      List<Document> documents = new ArrayList<>();
      search(searcher -> cases.map(past -> document(past, searcher)).forEach(documents::add));
      writer.deleteAll();
      writer.addDocuments(documents);
      publish();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot rebuild the case index", e);
    }
  }

  @Override
  public synchronized void remember(Case closed) {
    try {
      search(
          searcher -> writer.updateDocument(new Term(ID, closed.id()), document(closed, searcher)));
      publish();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot add case " + closed.id() + " to the index", e);
    }
  }

  @Override
  public List<Match> recall(String exceptionType, String context, int matchesMax) {
    if (matchesMax <= 0) {
      return List.of();
    }
    Map<Case, Double> alike = new LinkedHashMap<>();
    try {
      search(
          searcher -> {
            if (searcher.getIndexReader().numDocs() == 0) {
              return; // nothing to find is no reason to load the model
            }
            Crash crash = crash(exceptionType, context, embed(context).orElse(null));
            Likeness likeness = new Likeness(word -> rarity(searcher.getIndexReader(), word));
            for (Document document : candidates(searcher, crash)) {
              Case past = JSON.readValue(document.get(CASE), Case.class);
              float[] vector = vector(document).orElse(null);
              alike.put(
                  past,
                  likeness.of(crash, crash(past.exceptionType(), crashOf(past), vector)));
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot search the case index", e);
    }
    return alike.keySet().stream()
        .map(past -> new Match(past, score(past, alike)))
        .sorted(
            Comparator.comparingDouble(Match::score)
                .reversed()
                .thenComparing(match -> match.past().id()))
        .limit(matchesMax)
        .toList();
  }

  @Override
  public void close() {
    try (writer;
        searchers) {
      codeWords.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close the case index", e);
    }
  }

  private static String crashOf(Case past) {
    return CaseContext.crashOnly(past.context());
  }

  private static double score(Case past, Map<Case, Double> alike) {
    double own = alike.getOrDefault(past, 0.0);
    return switch (past.outcome()) {
      case REJECTED -> own * REJECTED_FACTOR;
      case ROLLED_BACK -> own * ROLLED_BACK_FACTOR;
      case APPROVED -> own * (1 - FAILED_RECIPE_PUSH * failedAlike(past, alike));
    };
  }

  /** How like the crash the nearest case is in which this case's recipe was no good. */
  private static double failedAlike(Case past, Map<Case, Double> alike) {
    return alike.entrySet().stream()
        .filter(other -> other.getKey().outcome() != Case.Outcome.APPROVED)
        .filter(other -> other.getKey().recipe().equals(past.recipe()))
        .mapToDouble(Map.Entry::getValue)
        .max()
        .orElse(0);
  }

  private Collection<Document> candidates(IndexSearcher searcher, Crash crash) throws IOException {
    Map<Integer, Document> found = new LinkedHashMap<>();
    collect(searcher, searcher.search(text(crash), CANDIDATES_MAX), found);
    if (crash.vector() != null) {
      Query nearest = new KnnFloatVectorQuery(vectorField(), crash.vector(), CANDIDATES_MAX);
      collect(searcher, searcher.search(nearest, CANDIDATES_MAX), found);
    }
    return found.values();
  }

  private static void collect(IndexSearcher searcher, TopDocs hits, Map<Integer, Document> found)
      throws IOException {
    for (ScoreDoc hit : hits.scoreDocs) {
      if (!found.containsKey(hit.doc)) {
        found.put(hit.doc, searcher.storedFields().document(hit.doc));
      }
    }
  }

  private static Query text(Crash crash) {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    Query sameType = new TermQuery(new Term(TYPE, crash.exceptionType()));
    query.add(new BoostQuery(sameType, TYPE_BOOST), BooleanClause.Occur.SHOULD);
    for (String word : crash.words()) {
      query.add(new TermQuery(new Term(WORDS, word)), BooleanClause.Occur.SHOULD);
    }
    return query.build();
  }

  private static double rarity(IndexReader reader, String word) {
    try {
      int holders = reader.docFreq(new Term(WORDS, word));
      return Math.log1p((reader.numDocs() - holders + 0.5) / (holders + 0.5));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the case index", e);
    }
  }

  private Document document(Case past, IndexSearcher searcher) {
    Document document = new Document();
    document.add(new StringField(ID, past.id(), Field.Store.NO));
    document.add(new StringField(TYPE, past.exceptionType(), Field.Store.NO));
    document.add(new TextField(WORDS, crashOf(past), Field.Store.YES));
    document.add(new StoredField(CASE, JSON.writeValueAsString(past)));
    known(past, searcher)
        .or(() -> embed(crashOf(past)))
        .ifPresent(
            vector -> {
              document.add(
                  new KnnFloatVectorField(
                      vectorField(), vector, VectorSimilarityFunction.DOT_PRODUCT));
              document.add(new StoredField(MODEL, vectorField()));
              document.add(new StoredField(VECTOR, bytes(vector)));
            });
    return document;
  }

  /** The vector that the index already has for this case's context by this model. */
  private Optional<float[]> known(Case past, IndexSearcher searcher) {
    try {
      TopDocs hits = searcher.search(new TermQuery(new Term(ID, past.id())), 1);
      if (hits.scoreDocs.length == 0) {
        return Optional.empty();
      }
      Document document = searcher.storedFields().document(hits.scoreDocs[0].doc);
      return crashOf(past).equals(document.get(WORDS)) ? vector(document) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read case " + past.id() + " in the index", e);
    }
  }

  private Optional<float[]> embed(String context) {
    try {
      return Optional.of(embedder.embed(context));
    } catch (Embedder.Unavailable e) {
      sayTextOnly(e);
      return Optional.empty();
    }
  }

  private synchronized void sayTextOnly(Embedder.Unavailable reason) {
    if (!textOnlySaid) {
      textOnlySaid = true;
      log.warn("msg=\"cases are recalled by text alone\"", reason);
    }
  }

  private Crash crash(String exceptionType, String context, float @Nullable [] vector) {
    Set<List<String>> shape = CaseContext.source(context).map(StatementShape::of).orElse(Set.of());
    return new Crash(exceptionType, codeWords.of(context), shape, vector);
  }

  /** A document's vector, when it is by this model. */
  private Optional<float[]> vector(Document document) {
    BytesRef bytes = document.getBinaryValue(VECTOR);
    return bytes != null && vectorField().equals(document.get(MODEL))
        ? Optional.of(floats(bytes))
        : Optional.empty();
  }

  /** Names model and dimension: a field's vectors have one length. */
  private String vectorField() {
    return VECTOR + ":" + embedder.model() + ":" + embedder.dimension();
  }

  private void publish() throws IOException {
    writer.commit();
    searchers.maybeRefreshBlocking();
  }

  private void search(Search search) throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      search.in(searcher);
    } finally {
      searchers.release(searcher);
    }
  }

  private static byte[] bytes(float[] vector) {
    ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES);
    bytes.asFloatBuffer().put(vector);
    return bytes.array();
  }

  private static float[] floats(BytesRef bytes) {
    float[] vector = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes.bytes, bytes.offset, bytes.length).asFloatBuffer().get(vector);
    return vector;
  }

  /** Stands for the model where none is wanted. */
  private static final class NoModel implements Embedder {
    @Override
    public float[] embed(String text) {
      throw new Unavailable("No model is wanted", null);
    }

    @Override
    public String model() {
      return "none";
    }

    @Override
    public int dimension() {
      return 0;
    }
  }

  /** What is done with one state of the index. */
  @FunctionalInterface
  private interface Search {
    void in(IndexSearcher searcher) throws IOException;
  }
}

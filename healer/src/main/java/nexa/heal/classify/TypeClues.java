package nexa.heal.classify;

import static nexa.issue.Category.ARITHMETIC;
import static nexa.issue.Category.BOUNDS;
import static nexa.issue.Category.CAPACITY;
import static nexa.issue.Category.CAST;
import static nexa.issue.Category.CONCURRENCY;
import static nexa.issue.Category.CONFIGURATION;
import static nexa.issue.Category.CONTRACT;
import static nexa.issue.Category.DATA;
import static nexa.issue.Category.DOWNSTREAM;
import static nexa.issue.Category.NULL;
import static nexa.issue.Category.PARSE;
import static nexa.issue.Category.RECURSION;
import static nexa.issue.Category.RESOURCE;
import static nexa.issue.Category.SECURITY;
import static nexa.issue.Category.TIMEOUT;
import static nexa.issue.Classification.Fault.CODE;
import static nexa.issue.Classification.Fault.OUTSIDE;
import static nexa.issue.Classification.Fault.UNSURE;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import nexa.issue.Category;
import nexa.issue.Classification.Fault;
import org.jspecify.annotations.Nullable;

/**
 * What the names of exception types say: of the JDK, of well-known libraries, and of Python, Node, Go,
 * .NET, Ruby and PHP. A full name counts before a simple one.
 */
final class TypeClues {

  private static final double MENTIONED = 0.9;

  private static final Map<String, Clue> KNOWN = new HashMap<>();

  static {
    OutsideCauses.UNREACHED.forEach(
        name -> add(name.endsWith("TimeoutException") ? TIMEOUT : DOWNSTREAM, OUTSIDE, 0.88, name));
    OutsideCauses.MISSING.forEach(name -> add(CONFIGURATION, OUTSIDE, 0.9, name));
    faultsOfValues();
    faultsOfCalls();
    faultsOfData();
    faultsOfTheService();
    faultsOfOthers();
    faultsOfTheDeployment();
  }

  private TypeClues() {}

  private static void faultsOfValues() {
    add(NULL, CODE, 0.93,
        "NullPointerException", "UninitializedPropertyAccessException", "KotlinNullPointerException",
        "NullReferenceException", "ArgumentNullException");
    add(BOUNDS, CODE, 0.95,
        "IndexOutOfBoundsException", "ArrayIndexOutOfBoundsException",
        "StringIndexOutOfBoundsException", "NegativeArraySizeException", "BufferUnderflowException",
        "BufferOverflowException", "IndexError", "IndexOutOfRangeException", "boundsError",
        "KeyNotFoundException", "ArgumentOutOfRangeException", "EmptyStackException");
    add(BOUNDS, CODE, 0.8, "NoSuchElementException", "KeyError", "StopIteration");
    add(BOUNDS, CODE, 0.6, "RangeError", "OutOfBoundsException", "OutOfRangeException");
    add(CAST, CODE, 0.95,
        "ClassCastException", "ArrayStoreException", "InvalidCastException", "GroovyCastException",
        "TypeAssertionError",
        "ConverterNotFoundException", "DataTypeException", "VerifyError");
    add(CAST, CODE, 0.65, "TypeError", "AttributeError");
    add(ARITHMETIC, CODE, 0.95,
        "ArithmeticException", "ZeroDivisionError", "DivideByZeroException", "DivisionByZeroError",
        "FloatDomainError");
    add(ARITHMETIC, CODE, 0.8, "OverflowException", "OverflowError", "ArithmeticError");
    add(RECURSION, CODE, 0.97,
        "StackOverflowError", "RecursionError", "SystemStackError", "StackOverflowException");
  }

  private static void faultsOfCalls() {
    add(CONTRACT, CODE, 0.9,
        "UnsupportedOperationException", "LazyInitializationException",
        "TransactionRequiredException", "InvalidDataAccessApiUsageException", "MatchException",
        "IllegalThreadStateException", "IllegalFormatException", "IllegalFormatConversionException",
        "MissingFormatArgumentException", "UnknownFormatConversionException",
        "TransientPropertyValueException", "TransientObjectException", "SemanticException",
        "QuerySyntaxException", "NotImplementedError", "NotImplementedException",
        "NotSupportedException", "NameError", "ReferenceError", "UnboundLocalError",
        "NoMethodError", "BadMethodCallException", "ArgumentCountError", "BadSqlGrammarException",
        "SQLSyntaxErrorException", "MultipleBagFetchException", "IncompatibleClassChangeError",
        "AbstractMethodError", "NegativeArgumentException",
        "NotSerializableException", "AnnotationException", "MappingException", "QueryCreationException", "InterpretationException", "PropertyReferenceException", "BindingException", "ExecutorException", "DetachedException", "SQLGrammarException", "InvalidDataAccessResourceUsageException", "PersistentObjectException", "NonUniqueObjectException", "UnknownPathException", "PathElementException", "WriteAbortedException", "FunctionClauseError", "HttpMessageNotWritableException", "InvalidUseOfMatchersException");
    add(CONTRACT, UNSURE, 0.7, "AssertionError", "AssertionFailedError", "InvalidStateError");
    add(CONTRACT, UNSURE, 0.62,
        "IllegalArgumentException", "ArgumentException", "ArgumentError",
        "InvalidArgumentException");
    add(CONTRACT, UNSURE, 0.5,
        "IllegalStateException", "InvalidOperationException", "LogicException", "ValueError");
    add(CONTRACT, OUTSIDE, 0.9,
        "HttpRequestMethodNotSupportedException", "HttpMediaTypeNotSupportedException",
        "HttpMediaTypeNotAcceptableException", "NotAllowedException", "NotSupportedMediaType",
        "MethodNotAllowed");
    add(CONCURRENCY, CODE, 0.95,
        "ConcurrentModificationException", "IllegalMonitorStateException",
        "SynchronizationLockException", "OverlappingFileLockException");
    add(CONCURRENCY, UNSURE, 0.93,
        "CannotAcquireLockException", "DeadlockLoserDataAccessException", "PessimisticLockException",
        "PessimisticLockingFailureException", "OptimisticLockException",
        "OptimisticLockingFailureException", "ObjectOptimisticLockingFailureException",
        "StaleObjectStateException", "StaleStateException", "StaleObjectError",
        "LockAcquisitionException", "LockTimeoutException", "MySQLTransactionRollbackException",
        "DbUpdateConcurrencyException", "CommitFailedException", "RebalanceInProgressException",
        "BrokenBarrierException", "Deadlocked", "DeadlockDetected", "CannotSerializeTransactionException",
        "SQLTransactionRollbackException", "ConcurrencyFailureException",
        "ProducerFencedException");
    add(CONCURRENCY, UNSURE, 0.85,
        "InterruptedException", "CancellationException", "CancelledError", "ThreadInterruptedException",
        "OperationCanceledException", "ClosedByInterruptException", "InterruptedIOException",
        "BrokenThreadPoolException");
  }

  private static void faultsOfData() {
    add(PARSE, CODE, 0.93,
        "NumberFormatException", "DateTimeParseException", "ParseException",
        "PatternSyntaxException", "InputMismatchException", "NumError", "FormatException",
        "URISyntaxException", "MalformedURLException", "DateTimeException",
        "MethodArgumentTypeMismatchException");
    add(PARSE, OUTSIDE, 0.93, "HttpMessageNotReadableException", "BadRequestException");
    add(PARSE, UNSURE, 0.93,
        "JsonParseException", "JsonMappingException", "UnrecognizedPropertyException",
        "MismatchedInputException", "InvalidFormatException", "InvalidDefinitionException",
        "JsonSyntaxException", "JsonEOFException", "StreamReadException", "SAXParseException",
        "UnmarshalException", "XMLStreamException", "RecordDeserializationException",
        "DeserializationException", "SerializationException", "InvalidProtocolBufferException",
        "ZipException", "MalformedInputException", "UnmappableCharacterException",
        "StreamCorruptedException", "ScannerException", "MarkedYAMLException",
        "JSONDecodeError", "UnicodeDecodeError", "UnicodeEncodeError", "JsonReaderException",
        "JsonSerializationException", "ParserError", "JsonException", "ParserException",
        "DecoderException", "MalformedJsonException", "InvalidClassException", "DataFormatException",
        "SyntaxError", "UnmarshalTypeError", "InvalidByteSequenceError", "XmlException",
        "CsvValidationException", "AvroTypeException", "AvroRuntimeException",
        "DataConversionException", "ConversionFailedException", "TypeMismatchException", "POIXMLException", "NotOLE2FileException", "DecodingException", "ConversionException", "InvalidJsonException", "CsvMalformedLineException", "XMLParseException", "JSONException", "BadRecordException");
    add(PARSE, UNSURE, 0.6, "EOFException", "EOFError", "EndOfStreamException");
    add(DATA, UNSURE, 0.93,
        "DuplicateKeyException", "DataIntegrityViolationException",
        "SQLIntegrityConstraintViolationException", "ConstraintViolationException",
        "JdbcSQLIntegrityConstraintViolationException", "MysqlDataTruncation", "DataTruncation",
        "SQLDataException", "DataException", "EntityNotFoundException", "ObjectNotFoundException",
        "EmptyResultDataAccessException", "IncorrectResultSizeDataAccessException",
        "NonUniqueResultException", "NoResultException", "EntityExistsException", "IntegrityError",
        "DoesNotExist", "ObjectDoesNotExist", "MultipleObjectsReturned", "RecordNotUnique",
        "RecordNotFound", "NotNullViolation", "InvalidForeignKey", "SequelizeUniqueConstraintError",
        "SequelizeForeignKeyConstraintError", "UniqueViolation", "ModelNotFoundException",
        "MongoWriteException", "PropertyValueException",
        "TooManyRowsException", "TooManyResultsException", "NoDataFoundException", "NoResultsError", "NoMatchingRecord", "CorruptIndexException", "CorruptRecordException");
    add(DATA, OUTSIDE, 0.93,
        "MethodArgumentNotValidException", "BindException", "MissingServletRequestParameterException",
        "MissingRequestHeaderException", "MissingPathVariableException",
        "MissingServletRequestPartException", "ServletRequestBindingException",
        "HandlerMethodValidationException", "jakarta.validation.ConstraintViolationException",
        "javax.validation.ConstraintViolationException", "ValidationError", "ValidationException",
        "RecordInvalid", "SequelizeValidationError", "ZodError", "WebExchangeBindException",
        "UnprocessableEntityException");
    add(DATA, UNSURE, 0.7, "DbUpdateException");
  }

  private static void faultsOfTheService() {
    add(RESOURCE, OUTSIDE, 0.95,
        "ClientAbortException", "AsyncRequestNotUsableException", "BrokenPipeError",
        "org.eclipse.jetty.io.EofException", "EPIPE");
    add(RESOURCE, CODE, 0.9,
        "ObjectDisposedException", "org.apache.lucene.store.AlreadyClosedException",
        "java.nio.channels.ClosedChannelException", "ClosedFileSystemException", "ClosedSelectorException",
        "ClosedWatchServiceException");
    add(RESOURCE, UNSURE, 0.88,
        "java.net.BindException", "DirectoryNotEmptyException", "FileAlreadyExistsException",
        "NotDirectoryException", "FileSystemLoopException", "FileExistsError", "IsADirectoryError",
        "NotADirectoryError", "EEXIST", "DirectoryNotFoundException");
    add(RESOURCE, UNSURE, 0.65,
        "FileSystemException", "FileNotFoundError", "ConnectionResetError", "ENOENT");
    add(RESOURCE, UNSURE, 0.45, "IOException", "UncheckedIOException", "OSError");
    add(CAPACITY, OUTSIDE, 0.95,
        "OutOfMemoryError", "MaxUploadSizeExceededException", "TooManyRequests",
        "TooManyRequestsException", "ThrottlingException", "ProvisionedThroughputExceededException",
        "CircuitBreakingException", "RequestThrottled", "QuotaExceededException",
        "OutOfSpaceException", "ENOSPC", "SizeLimitExceededException",
        "FileSizeLimitExceededException", "EsRejectedExecutionException");
    add(CAPACITY, UNSURE, 0.93,
        "RejectedExecutionException", "TaskRejectedException", "PoolExhaustedException",
        "JedisExhaustedPoolException", "ConnectionPoolTimeoutException", "ConnectionRequestTimeoutException",
        "BulkheadFullException", "RequestNotPermitted", "RecordTooLargeException",
        "OutOfDirectMemoryError", "MemoryError", "NoMemoryError", "OutOfMemoryException",
        "InsufficientExecutionStackException", "BufferExhaustedException", "ConnectionTimeoutError",
        "TooLongFrameException", "PayloadTooLargeError", "EMFILE", "InsufficientMemoryException",
        "InsufficientCapacityException", "DataBufferLimitException", "PoolAcquirePendingLimitException",
        "HazelcastOverloadException", "NoResourceAvailableException", "ResourceAllocationException", "TooManyClauses", "QueryCanceledOnMemoryLimit");
  }

  private static void faultsOfOthers() {
    add(TIMEOUT, OUTSIDE, 0.93,
        "TimeoutException", "SocketTimeoutException", "HttpTimeoutException",
        "HttpConnectTimeoutException", "ConnectTimeoutException", "ReadTimeoutException",
        "WriteTimeoutException", "RedisCommandTimeoutException", "QueryTimeoutException",
        "SQLTimeoutException", "MongoTimeoutException", "MongoSocketReadTimeoutException",
        "DriverTimeoutException", "OperationTimedOutException", "GatewayTimeout", "ReadTimeout",
        "ConnectTimeout", "Timeout", "TimeoutError", "OpenTimeout", "ETIMEDOUT", "RequestTimeout",
        "ApiCallTimeoutException", "DeadlineExceeded", "CallTimeoutException",
        "ExchangeTimedOutException");
    add(TIMEOUT, UNSURE, 0.9, "TransactionTimedOutException", "AsyncRequestTimeoutException");
    add(DOWNSTREAM, OUTSIDE, 0.93,
        "ConnectException", "UnknownHostException", "NoRouteToHostException",
        "NoHttpResponseException", "CommunicationsException", "CommunicationException",
        "InternalServerError", "ServiceUnavailable", "BadGateway", "HttpServerErrorException",
        "RedisConnectionException", "RedisConnectionFailureException", "JedisConnectionException",
        "AmqpConnectException", "CallNotPermittedException", "NotLeaderOrFollowerException",
        "LeaderNotAvailableException", "BrokerNotAvailableException", "NoNodeAvailableException",
        "AnnotatedConnectException", "ConnectionError", "NewConnectionError", "MaxRetryError",
        "NameResolutionError", "gaierror", "ConnectionRefusedError", "ECONNREFUSED", "ECONNRESET",
        "EHOSTUNREACH", "ENOTFOUND", "HttpHostConnectException", "MongoSocketOpenException",
        "MongoSocketException", "NoConnectionAvailableException", "AllNodesFailedException",
        "NoBrokersAvailable", "DisconnectException", "NetworkException", "ServiceUnavailableException",
        "SQLNonTransientConnectionException", "UnresolvedAddressException",
        "InternalServerErrorException", "PrematureCloseException", "MailConnectException",
        "MailSendException", "ConnectionClosedException", "ConnectionNotEstablished",
        "AmqpIOException", "RetryableException",
        "ConnectionLossException", "NotEnoughReplicasException", "NotEnoughReplicasAfterAppendException", "RemotingConnectException", "ArtifactNotFoundException", "ArtifactResolutionException", "ArtifactTransferException", "CouldNotConnectException", "ServerBusyException", "RemoteTransportException");
    add(DOWNSTREAM, OUTSIDE, 0.7,
        "ResourceAccessException", "WebClientRequestException", "HttpRequestException", "SocketException",
        "OpError", "com.rabbitmq.client.AlreadyClosedException", "DataAccessResourceFailureException",
        "JDBCConnectionException", "CannotGetJdbcConnectionException", "ShutdownSignalException",
        "ResponseException", "MessagingException", "AxiosError", "FetchError");
    add(DOWNSTREAM, UNSURE, 0.8,
        "NotFound", "BadRequest", "Conflict", "Gone", "UnprocessableEntity", "HttpClientErrorException",
        "HttpResponseException", "WebClientResponseException", "FeignException", "HTTPError",
        "ClientErrorException");
    add(DOWNSTREAM, UNSURE, 0.35,
        "SQLException", "PSQLException", "PDOException", "OperationalError", "SqlException",
        "StatusRuntimeException", "S3Exception", "MongoException");
  }

  private static void faultsOfTheDeployment() {
    add(CONFIGURATION, OUTSIDE, 0.95,
        "NoSuchBeanDefinitionException", "NoUniqueBeanDefinitionException",
        "UnsatisfiedDependencyException", "BeanDefinitionStoreException",
        "BeanCurrentlyInCreationException", "ConfigurationPropertiesBindException",
        "InvalidConfigurationPropertyValueException", "MissingRequiredPropertiesException",
        "NoClassDefFoundError", "UnsupportedClassVersionError", "NoSuchMethodError",
        "NoSuchFieldError", "UnsatisfiedLinkError", "ClassNotFoundException",
        "MissingResourceException", "FlywayValidateException", "FlywayException", "LiquibaseException",
        "SchemaManagementException", "NoInitialContextException", "ServiceConfigurationError",
        "ConfigException", "ConfigurationException", "UnknownTopicOrPartitionException", "IllegalAccessError", "InaccessibleObjectException",
        "ModuleNotFoundError", "ImportError", "ImproperlyConfigured", "LoadError", "BadImageFormatException",
        "TypeLoadException", "ConfigurationErrorsException", "NameNotFoundException",
        "FindException", "LayerInstantiationException", "PropertyNotFoundException", "DriverNotFoundException",
        "MissingEnvironmentError", "UndefinedTable", "UndefinedColumn", "ClassFormatError",
        "AnnotationConfigurationException", "InvalidConfigurationException",
        "NoSuchBeanException", "NonUniqueBeanException", "NoSuchEndpointException", "DependencyInjectionException", "ConfigValidationException", "RealmMigrationNeededException", "InvalidReplicationFactorException", "TemplateInputException", "TemplateNotFoundException", "ClassNotLoadedException", "DataSourceBeanCreationException", "ValidationFailedException", "ChecksumValidationFailed", "UnsupportedVersionException");
    add(CONFIGURATION, OUTSIDE, 0.65,
        "BeanCreationException", "ApplicationContextException", "FileNotFoundException",
        "NoSuchFileException", "java.io.FileNotFoundException", "java.nio.file.NoSuchFileException",
        "java.nio.file.AccessDeniedException", "Missing");
    add(SECURITY, OUTSIDE, 0.95,
        "AccessDeniedException", "BadCredentialsException", "ExpiredJwtException",
        "SignatureVerificationException", "TokenExpiredException", "JWTVerificationException",
        "MalformedJwtException", "SignatureException", "SSLPeerUnverifiedException",
        "CertificateException", "CertificateExpiredException", "CertPathValidatorException",
        "CertPathBuilderException", "SunCertPathBuilderException", "ValidatorException",
        "KeyStoreException", "UnrecoverableKeyException", "InvalidKeyException", "Unauthorized",
        "Forbidden", "UnauthorizedException", "ForbiddenException", "TopicAuthorizationException",
        "GroupAuthorizationException", "SaslAuthenticationException", "AuthenticationException",
        "AuthenticationFailedException", "AuthorizationException", "AuthorizationDeniedException",
        "RequestRejectedException", "InvalidBearerTokenException", "LockedException",
        "DisabledException", "AccountExpiredException", "CredentialsExpiredException",
        "InsufficientAuthenticationException", "AccessControlException", "PermissionDenied",
        "NotAuthenticated", "AuthenticationFailed", "SSLError", "SSLCertVerificationError",
        "TokenExpiredError", "JsonWebTokenError", "UnauthorizedAccessException", "NotAuthorizedError",
        "InvalidAuthenticityToken", "TokenMismatchException", "InvalidTokenException",
        "MissingCsrfTokenException", "InvalidCsrfTokenException", "PasswordException", "AccessDenied",
        "BadJOSEException", "JOSEException", "CredentialUnavailableException", "GoogleAuthException", "OAuth2AuthenticationException", "OAuth2AuthorizationException", "InvalidGrantException", "InvalidCredentialsException", "AuthFailException");
    add(SECURITY, UNSURE, 0.93,
        "AEADBadTagException", "BadPaddingException", "IllegalBlockSizeException",
        "SecurityException", "CryptographicException", "InvalidSignature", "InvalidAlgorithmParameterException",
        "NoSuchAlgorithmException", "GeneralSecurityException");
    add(SECURITY, OUTSIDE, 0.55, "SSLHandshakeException", "SSLException", "PermissionError");
  }

  private static void add(Category category, Fault fault, double strength, String... names) {
    for (String name : names) {
      String simple = Thrown.simple(name);
      Clue clue = new Clue(category, fault, strength, simple + " is a failure of this kind");
      KNOWN.put(name.toLowerCase(Locale.ROOT), clue);
    }
  }

  /** What an exception's own name says. */
  static Optional<Clue> of(String type) {
    @Nullable Clue full = KNOWN.get(type.toLowerCase(Locale.ROOT));
    return Optional.ofNullable(
        full != null ? full : KNOWN.get(Thrown.simple(type).toLowerCase(Locale.ROOT)));
  }

  /** What the last known exception says that a message names, as a wrapper quotes its cause. */
  static Optional<Clue> mentionedIn(String message) {
    int at = message.length();
    Optional<Clue> found = Optional.empty();
    while (at > 0 && found.isEmpty()) {
      int end = at;
      while (end > 0 && !isNamePart(message.charAt(end - 1))) {
        end--;
      }
      int start = end;
      while (start > 0 && isNamePart(message.charAt(start - 1))) {
        start--;
      }
      String word = message.substring(start, end);
      if (word.endsWith("exception") || word.endsWith("error")) {
        found = of(word).map(clue -> clue.weakened(MENTIONED));
      }
      at = start;
    }
    return found;
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '$';
  }
}

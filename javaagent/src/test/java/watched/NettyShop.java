package watched;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;

/** A Netty server whose handler fails and handles nothing. */
public final class NettyShop {

  private NettyShop() {}

  public static void main(String[] arguments) throws Exception {
    ChannelInitializer<SocketChannel> failing =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            channel.pipeline().addLast(new Failing());
          }
        };
    InetSocketAddress bound =
        (InetSocketAddress) new ServerBootstrap()
            .group(new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()))
            .channel(NioServerSocketChannel.class)
            .childHandler(failing)
            .bind("127.0.0.1", 0)
            .sync()
            .channel()
            .localAddress();
    System.out.println("port " + bound.getPort());
  }

  private static final class Failing extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      Shop.order(Shop.broken(), 1, 1);
    }
  }
}
